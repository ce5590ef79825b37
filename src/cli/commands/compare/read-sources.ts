import type { ComparedSource } from '../../../compare/compare-reports.js';
import { type Problem, UsageError } from '../../../core/errors.js';
import { isLatencyLog } from '../../../report/hlog/is-log.js';
import { readReport } from '../../../report/read-report.js';
import { type LogFlags, readLog } from '../../reports/log-flags.js';

/** Reads what is compared: reports and logs. @param problems takes what is wrong with the files */
export async function readSources(
  files: readonly string[],
  asked: LogFlags,
  problems: Problem[],
): Promise<ComparedSource[]> {
  const read = await Promise.allSettled(files.map((file) => readSource(file, asked)));
  return read.flatMap((result): ComparedSource[] => {
    if (result.status === 'fulfilled') return [result.value];
    if (!(result.reason instanceof UsageError)) throw result.reason;
    problems.push(...result.reason.problems);
    return [];
  });
}

async function readSource(file: string, asked: LogFlags): Promise<ComparedSource> {
  if (!(await isLatencyLog(file))) return { report: await readReport(file), file };
  const log = await readLog(file, asked);
  return (await import('../../../report/hlog/choose-tag.js')).withChosenTag(log, asked.tag);
}
