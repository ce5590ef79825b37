import { type Problem, saidProblem, UsageError } from '../../../core/errors.js';
import type { ExitCode } from '../../../core/exit-codes.js';
import { message } from '../../../core/language/words.js';
import { readReportOrRecord } from '../../../report/record/rebuild.js';
import { textOf } from '../../flags.js';
import { readReportCall, showReport } from '../../reports/report-call.js';
import type { CommandCall } from '../command.js';

/** `report`: a finished report, or one rebuilt from a record, in all formats. */
export async function runReport(call: CommandCall): Promise<ExitCode> {
  const reportCall = await readReportCall(call);
  const { path, problems } = fileOf(call);
  if (path === undefined || problems.length + reportCall.problems.length > 0)
    throw new UsageError([...problems, ...reportCall.problems]);
  return showReport(await readReportOrRecord(path), reportCall, call);
}

function fileOf({ operands, flags }: CommandCall): { path: string | undefined; problems: readonly Problem[] } {
  const from = textOf(flags, 'from');
  const files = from === undefined ? operands : [...operands, from];
  if (files.length === 1) return { path: files[0], problems: [] };
  const said = files.length === 0 ? message('report.no-file') : message('report.many-files', { count: files.length });
  return { path: undefined, problems: [saidProblem('report', said)] };
}
