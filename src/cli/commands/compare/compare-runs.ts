import { compareReports, refusalsOf } from '../../../compare/compare-reports.js';
import type { Regression } from '../../../compare/regressions.js';
import type { Problem } from '../../../core/errors.js';
import type { Comparison } from '../../../report/comparison/comparison-types.js';
import type { LogFlags } from '../../reports/log-flags.js';
import { toolInfo } from '../../tool.js';
import { readSources } from './read-sources.js';

/** How runs are read and compared. */
interface RunsAsked {
  readonly asked: LogFlags;
  /** Are INVALID runs compared, too? */
  readonly isForced: boolean;
  readonly regressions: readonly Regression[];
}

/** Reads and compares reports of runs and logs. @param problems takes what is wrong with the files @returns undefined without a base */
export async function compareRuns(
  files: readonly string[],
  { asked, isForced, regressions }: RunsAsked,
  problems: Problem[],
): Promise<Comparison | undefined> {
  const sources = await readSources(files, asked, problems);
  if (!isForced) problems.push(...refusalsOf(sources, '--force compares it all the same', regressions));
  const [base, ...candidates] = sources;
  if (base === undefined || problems.length > 0) return undefined;
  return compareReports({ base, candidates, regressions, tool: toolInfo(), isForced });
}
