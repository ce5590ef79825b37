import { UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { runTruth } from '../../../truth/run-truth.js';
import { END_SIGNALS, writeData } from '../../io.js';
import type { CommandCall } from '../command.js';
import { renderTruth, truthToJson } from './render.js';
import { tellRows } from './row-teller.js';

const DEFAULT_WIDTH = 80;

/** `truth`: makes the experiments and prints what happened beside what was reported. */
export async function tellTruth({ flags, strays, io, palette }: CommandCall): Promise<ExitCode> {
  if (strays.length > 0) throw new UsageError(strays);
  const enough = new AbortController();
  let ended: ExitCode | undefined;
  for (const signal of END_SIGNALS) {
    io.signals.on(signal, () => {
      ended ??= signal === 'SIGINT' ? EXIT.sigint : EXIT.sigterm;
      enough.abort();
    });
  }
  const isJson = flags['json'] === true;
  const rows = await runTruth({
    isFast: flags['fast'] === true,
    signal: enough.signal,
    onRow: tellRows({ output: io.stderr, palette, isJson }),
  });
  const table = isJson ? truthToJson(rows) : renderTruth(rows, io.stdout.columns ?? DEFAULT_WIDTH);
  await writeData(io.stdout, table.endsWith('\n') ? table : `${table}\n`);
  if (ended !== undefined) return ended;
  return rows.every(({ result }) => result !== 'fail') ? EXIT.ok : EXIT.fault;
}
