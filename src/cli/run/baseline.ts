import type { ReportSource } from '../../compare/compare-reports.js';
import type { Regression } from '../../compare/regressions.js';
import { orProblem, type Problem, saidProblem, UsageError } from '../../core/errors.js';
import { type Message, message } from '../../core/language/words.js';
import type { Report } from '../../report/report-types.js';
import { type FlagValues, OPTIONS } from '../../scenario/options.js';
import { toolInfo } from '../tool.js';

/** What a run is compared with when it is over. */
export interface Baseline {
  readonly source: ReportSource;
  readonly regressions: readonly Regression[];
  /** Are times of which the base's generator was the limit judged, too? */
  readonly isForced: boolean;
}

/** Reads the base and the bounds before the run, so that nothing is measured in vain. */
export async function readBaseline(
  flags: FlagValues,
): Promise<{ readonly baseline: Baseline | undefined; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const regressions = await readRegressions([flags.failOnRegression ?? []].flat().map(String), problems);
  if (typeof flags.baseline !== 'string') {
    const said = message('fit.no-baseline', { flag: OPTIONS.baseline.flag });
    for (const name of ['failOnRegression', 'force'] as const)
      if (flags[name] !== undefined) problems.push(saidProblem(OPTIONS[name].flag, said));
    return { baseline: undefined, problems };
  }
  const isForced = flags.force === true;
  const source = await readSource(flags.baseline, problems);
  return { baseline: source === undefined ? undefined : { source, regressions, isForced }, problems };
}

/**
 * The report with what changed since the base; unchanged without one, and where the counts of one of the two are INVALID: its numbers
 * mean nothing. A base that is INVALID is no reason for this run to fail: whoever made it is long gone.
 */
export async function besideBaseline(report: Report, baseline: Baseline | undefined): Promise<Report> {
  if (baseline === undefined || report.verdict.counts.level === 'INVALID') return report;
  const { source: base, regressions, isForced } = baseline;
  if (!isForced && base.report.verdict.counts.level === 'INVALID') return report;
  const { compareReports } = await import('../../compare/compare-reports.js');
  const candidates = [{ report, file: null }];
  const areTimesForced = isForced && report.verdict.times.level !== 'INVALID';
  const input = { base, candidates, regressions, tool: toolInfo(), isForced: areTimesForced };
  return { ...report, comparison: compareReports(input) };
}

/** Did every bound of `--fail-on-regression` hold? */
export function regressionsHeld({ comparison }: Report): boolean {
  const results = comparison?.candidates.flatMap(({ regressions }) => regressions) ?? [];
  return results.every(({ passed }) => passed);
}

/** Has something that was counted become worse than a bound allows, whatever the generator was busy with? */
export async function regressedForCertain({ comparison }: Report): Promise<boolean> {
  if (comparison === undefined) return false;
  const { hasRegressedForCertain } = await import('../../compare/regressions.js');
  return comparison.candidates.some(({ regressions }) => hasRegressedForCertain(regressions));
}

/** What is not compared where that was asked for, why, and what to do about it; undefined where all is. */
export function whatIsNotCompared({ comparison, verdict }: Report, baseline: Baseline): Message | undefined {
  const { source, isForced } = baseline;
  const base = source.file ?? message('baseline.base');
  const remedy = message('baseline.remedy', { base });
  if (verdict.counts.level === 'INVALID') return message('baseline.not-compared.run', { base });
  if (comparison === undefined) return message('baseline.not-compared.base', { base, remedy });
  if (verdict.times.level === 'INVALID') return message('baseline.counts.run', { base });
  if (isForced || source.report.verdict.times.level !== 'INVALID') return undefined;
  return message('baseline.counts.base', { base, remedy });
}

async function readRegressions(expressions: readonly string[], problems: Problem[]): Promise<Regression[]> {
  if (expressions.length === 0) return [];
  const { readRegression } = await import('../../compare/regressions.js');
  return expressions.flatMap((text) => orProblem(readRegression(text), OPTIONS.failOnRegression.flag, problems));
}

async function readSource(file: string, problems: Problem[]): Promise<ReportSource | undefined> {
  const { readReport } = await import('../../report/read-report.js');
  try {
    return { report: await readReport(file), file };
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    problems.push(...thrown.problems);
    return undefined;
  }
}
