import { CAPACITY_FORMATS } from '../../../capacity/formats/index.js';
import type { CapacityReport } from '../../../capacity/report/capacity-report.js';
import type { ExitCode } from '../../../core/exit-codes.js';
import { STDOUT } from '../../../report/out-spec.js';
import { type OutputFailure, writeTexts } from '../../../report/output.js';
import { hasGitHub } from '../../ci/workflow-commands.js';
import { say, writeData } from '../../io.js';
import type { CommandCall } from '../command.js';
import { searchExitOf } from './search-exit.js';
import { type SearchLook, searchLines } from './search-lines.js';
import type { SearchOrderTaken } from './take-search-order.js';

/** How a search is shown. */
export interface SearchShow {
  readonly call: CommandCall;
  /** undefined shows nothing */
  readonly look: SearchLook | undefined;
}

/** Writes and shows the report of a search that has taken place, tells GitHub of it, and says what its exit code is. */
export async function finishSearch(
  report: CapacityReport,
  taken: SearchOrderTaken,
  show: SearchShow,
): Promise<ExitCode> {
  const { io, palette } = show.call;
  const failures = await presentSearch(report, taken, show);
  if (hasGitHub(io.env)) await (await import('../../ci/tell.js')).tellOfSearch(report, failures, io, palette);
  return searchExitOf(report, failures.length === 0);
}

/** Writes the report in every format that was asked for, and shows it. */
export async function presentSearch(
  report: CapacityReport,
  { outputs }: SearchOrderTaken,
  { call: { io, palette }, look }: SearchShow,
): Promise<OutputFailure[]> {
  const texts = outputs.flatMap(({ format, path }) =>
    CAPACITY_FORMATS.filter((known) => known.format === format).map((known) => ({
      path,
      render: () => known.render(report, io.words),
    })),
  );
  const failures = await writeTexts(texts, (text) => writeData(io.stdout, text));
  if (look !== undefined) say(io.stderr, '', ...searchLines(report, look));
  const lost = new Set(failures.map(({ path }) => path));
  const files = outputs.map(({ path }) => path).filter((path) => path !== STDOUT && !lost.has(path));
  if (look !== undefined && files.length > 0) say(io.stderr, palette.dim(io.words.text('end.files', { files })));
  for (const { message } of failures) say(io.stderr, `${palette.bad(io.words.text('end.error'))} ${message}`);
  return failures;
}
