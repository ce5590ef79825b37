import { UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { tellerOf, type TellSentence } from '../../../core/language/retell.js';
import { type DialectSummary, listDialects } from '../../../scenario/dialects.js';
import { writeData } from '../../io.js';
import type { CommandCall } from '../command.js';

/** `dialects`: a table, or JSON. */
export async function showDialects({ flags, strays, io }: CommandCall): Promise<ExitCode> {
  if (strays.length > 0) throw new UsageError(strays);
  const dialects = await listDialects();
  await writeData(
    io.stdout,
    flags['json'] === true ? `${JSON.stringify(dialects, null, 2)}\n` : tableOf(dialects, tellerOf(io.words)),
  );
  return EXIT.ok;
}

function tableOf(dialects: readonly DialectSummary[], tell: TellSentence): string {
  const width = Math.max(0, ...dialects.map(({ name }) => name.length));
  return dialects.map(({ name, description }) => `${name.padEnd(width)}  ${tell(description)}\n`).join('');
}
