import type { ReportSource } from '../../compare/compare-reports.js';
import type { Regression } from '../../compare/regressions.js';
import { orProblem, type Problem, UsageError } from '../../core/errors.js';
import type { Report } from '../../report/report-types.js';
import { type FlagValues, OPTIONS } from '../../scenario/options.js';
import type { Palette } from '../colours.js';
import { type Io, say, widthOf } from '../io.js';
import { warningLines } from '../text.js';
import { toolInfo } from '../tool.js';

/** What a run is compared with when it is over. */
export interface Baseline {
  readonly source: ReportSource;
  readonly regressions: readonly Regression[];
}

/** Reads the base and the bounds before the run, so that nothing is measured in vain. */
export async function readBaseline(
  flags: FlagValues,
): Promise<{ readonly baseline: Baseline | undefined; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const regressions = await readRegressions([flags.failOnRegression ?? []].flat().map(String), problems);
  if (typeof flags.baseline !== 'string') {
    const message = `has nothing to compare with; name the report of a run with ${OPTIONS.baseline.flag}`;
    if (flags.failOnRegression !== undefined) problems.push({ where: OPTIONS.failOnRegression.flag, message });
    return { baseline: undefined, problems };
  }
  const source = await readSource(flags.baseline, regressions, problems);
  return { baseline: source === undefined ? undefined : { source, regressions }, problems };
}

/** The report with what changed since the base; unchanged without one, and for a run whose counts are INVALID: its numbers mean nothing. */
export async function besideBaseline(report: Report, baseline: Baseline | undefined): Promise<Report> {
  if (baseline === undefined || report.verdict.counts.level === 'INVALID') return report;
  const { compareReports } = await import('../../compare/compare-reports.js');
  const { source: base, regressions } = baseline;
  const candidates = [{ report, file: null }];
  return { ...report, comparison: compareReports({ base, candidates, regressions, tool: toolInfo() }) };
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

/** Says what is not compared where that was asked for, and why. */
export function tellNotCompared(
  { comparison, verdict }: Report,
  { source }: Baseline,
  { stderr }: Pick<Io, 'stderr'>,
  palette: Palette,
): void {
  const base = source.file ?? 'the base';
  if (comparison !== undefined && verdict.times.level !== 'INVALID') return;
  const text =
    comparison === undefined
      ? `NOT COMPARED with ${base}: this run is INVALID, so its numbers are not the server's`
      : `ONLY COUNTS COMPARED with ${base}: this machine was the limit, so the times are not the server's`;
  say(stderr, ...warningLines(text, widthOf(stderr), palette));
}

async function readRegressions(expressions: readonly string[], problems: Problem[]): Promise<Regression[]> {
  if (expressions.length === 0) return [];
  const { parseRegression } = await import('../../compare/regressions.js');
  return expressions.flatMap((text) => orProblem(parseRegression(text), OPTIONS.failOnRegression.flag, problems));
}

async function readSource(
  file: string,
  regressions: readonly Regression[],
  problems: Problem[],
): Promise<ReportSource | undefined> {
  const { readReport } = await import('../../report/read-report.js');
  const { refusalsOf } = await import('../../compare/compare-reports.js');
  try {
    const source = { report: await readReport(file), file };
    problems.push(...refusalsOf([source], 'make a base on a machine that keeps up', regressions));
    return source;
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    problems.push(...thrown.problems);
    return undefined;
  }
}
