import { UsageError } from '../../../core/errors.js';
import type { ExitCode } from '../../../core/exit-codes.js';
import { isLatencyLog } from '../../../report/hlog/is-log.js';
import { mergeReports } from '../../../report/merge/merge-reports.js';
import { readReportOrRecord } from '../../../report/record/rebuild.js';
import { readLog, readLogFlags } from '../../reports/log-flags.js';
import { readReportCall, showReport } from '../../reports/report-call.js';
import type { CommandCall } from '../command.js';

/** `merge`: one report of several. */
export async function runMerge(call: CommandCall): Promise<ExitCode> {
  const { operands } = call;
  const reportCall = await readReportCall(call);
  const problems = [...reportCall.problems];
  if (operands.length < 2) {
    problems.unshift({ where: 'merge', message: 'takes at least two reports; write newyear-load merge a.json b.json' });
  }
  const twice = new Set(operands.filter((path, index) => operands.indexOf(path) !== index));
  for (const path of twice) problems.unshift({ where: path, message: 'is named twice, and would count twice' });
  const asked = readLogFlags(call.flags, problems);
  const areLogs = await Promise.all(operands.map(isLatencyLog));
  if (areLogs.includes(true)) {
    const { checkLogCall, showMergedLogs } = await import('./merge-log-files.js');
    problems.push(...checkLogCall(operands, areLogs, reportCall));
    if (problems.length === 0)
      return showMergedLogs(await readAll(operands, (path) => readLog(path, asked)), reportCall, call);
  }
  if (problems.length > 0) throw new UsageError(problems);
  return showReport(mergeReports(await readAll(operands, readReportOrRecord)), reportCall, call);
}

/** @throws UsageError with the problems of all of them */
async function readAll<T>(paths: readonly string[], read: (path: string) => Promise<T>): Promise<T[]> {
  const results = await Promise.allSettled(paths.map(read));
  const failures = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
  for (const failure of failures) if (failure instanceof Error && !(failure instanceof UsageError)) throw failure;
  if (failures.length > 0) {
    throw new UsageError(failures.flatMap((failure) => (failure instanceof UsageError ? failure.problems : [])));
  }
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
