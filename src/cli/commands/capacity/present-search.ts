import { CAPACITY_FORMATS } from '../../../capacity/formats/index.js';
import type { CapacityReport } from '../../../capacity/report/capacity-report.js';
import { STDOUT } from '../../../report/out-spec.js';
import { type OutputFailure, writeTexts } from '../../../report/output.js';
import { say, writeData } from '../../io.js';
import type { CommandCall } from '../command.js';
import { type SearchLook, searchLines } from './search-lines.js';
import type { SearchOrderTaken } from './take-search-order.js';

/** Writes the report in every format that was asked for, and shows it. @param look undefined shows nothing */
export async function presentSearch(
  report: CapacityReport,
  { outputs }: SearchOrderTaken,
  { call: { io, palette }, look }: { readonly call: CommandCall; readonly look: SearchLook | undefined },
): Promise<OutputFailure[]> {
  const texts = outputs.flatMap(({ format, path }) =>
    CAPACITY_FORMATS.filter((known) => known.format === format).map((known) => ({
      path,
      render: () => known.render(report),
    })),
  );
  const failures = await writeTexts(texts, (text) => writeData(io.stdout, text));
  if (look !== undefined) say(io.stderr, '', ...searchLines(report, look));
  const lost = new Set(failures.map(({ path }) => path));
  const files = outputs.map(({ path }) => path).filter((path) => path !== STDOUT && !lost.has(path));
  if (look !== undefined && files.length > 0) say(io.stderr, palette.dim(`Written: ${files.join(', ')}`));
  for (const { message } of failures) say(io.stderr, `${palette.bad('Error:')} ${message}`);
  return failures;
}
