import { answersOf } from '../../../capacity/report/answer.js';
import { isCapacityFile, readCapacity } from '../../../capacity/report/read-capacity.js';
import { type CapacitySource, compareCapacities } from '../../../compare/compare-capacities.js';
import type { Regression } from '../../../compare/regressions.js';
import { type Problem, UsageError } from '../../../core/errors.js';
import { toolInfo } from '../../tool.js';
import type { Compared } from './compare-runs.js';

/** Reads and compares reports of `capacity`. @param problems takes what is wrong with the files @returns undefined without a base */
export async function compareSearches(
  files: readonly string[],
  regressions: readonly Regression[],
  problems: Problem[],
): Promise<Compared | undefined> {
  const read = await Promise.allSettled(files.map(readSource));
  const sources = read.flatMap((result): CapacitySource[] => {
    if (result.status === 'fulfilled') return [result.value];
    if (!(result.reason instanceof UsageError)) throw result.reason;
    problems.push(...result.reason.problems);
    return [];
  });
  const [base, ...candidates] = sources;
  if (base === undefined || problems.length > 0) return undefined;
  const comparison = compareCapacities({ base, candidates, regressions, tool: toolInfo() });
  return { comparison, known: new Map(sources.flatMap(({ report }) => [...answersOf(report)])) };
}

async function readSource(file: string): Promise<CapacitySource> {
  if (await isCapacityFile(file)) return { report: await readCapacity(file), file };
  const message = 'is no report of "capacity"; searches are compared with searches, and runs with runs';
  throw new UsageError([{ where: file, message }]);
}
