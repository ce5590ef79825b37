import { compareReports, refusalsOf } from '../../../compare/compare-reports.js';
import type { Regression } from '../../../compare/regressions.js';
import type { Problem } from '../../../core/errors.js';
import type { KnownTexts } from '../../../core/language/recognise.js';
import { message } from '../../../core/language/words.js';
import type { Comparison } from '../../../report/comparison/comparison-types.js';
import type { LogFlags } from '../../reports/log-flags.js';
import { toolInfo } from '../../tool.js';
import { readSources } from './read-sources.js';

/** A comparison, and what of its sentences is known from the files that were compared. */
export interface Compared {
  readonly comparison: Comparison;
  readonly known: KnownTexts;
}

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
): Promise<Compared | undefined> {
  const sources = await readSources(files, asked, problems);
  if (!isForced) problems.push(...refusalsOf(sources, message('compare.refused.hint'), regressions));
  const [base, ...candidates] = sources;
  if (base === undefined || problems.length > 0) return undefined;
  const comparison = compareReports({ base, candidates, regressions, tool: toolInfo(), isForced });
  return { comparison, known: new Map() };
}
