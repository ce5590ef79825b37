import type { Problem } from '../core/errors.js';
import { COMPARISON_SCHEMA } from '../core/schema-names.js';
import type { Report, ToolInfo } from '../report/report-types.js';
import type { Candidate, Change, Comparison, ComparedRun, Judgement } from '../report/comparison/comparison-types.js';
import { differencesOf } from './differences.js';
import { type MeasuredRun, measuredRunOf } from './measured-run.js';
import { METRICS } from './metrics/index.js';
import type { ComparedMetric } from './metrics/metric.js';
import { evaluateRegressions, type Regression } from './regressions.js';

/** A report, and where it was read from; null for the run that has just ended. */
export interface ReportSource {
  readonly report: Report;
  readonly file: string | null;
}

/** What is compared. */
export interface ComparisonInput {
  readonly base: ReportSource;
  readonly candidates: readonly ReportSource[];
  /** Bounds of `--fail-on-regression`. */
  readonly regressions: readonly Regression[];
  readonly tool: ToolInfo;
}

/** The probability that all intervals of a candidate hold: runs of the same thing are told apart once in twenty times at most. */
const CONFIDENCE = 0.95;

/**
 * A problem for each run that may not be compared: an INVALID one, whose numbers are the generator's and not the server's.
 * @param hint what can be done about it, a clause
 */
export function refusalsOf(sources: readonly ReportSource[], hint: string): Problem[] {
  return sources.flatMap(({ report: { verdict, run }, file }): Problem[] => {
    if (verdict.level !== 'INVALID') return [];
    const reason = verdict.reasons[0];
    const why = reason === undefined ? '' : ` (${reason.message})`;
    const message = `is INVALID: this machine was the limit, not the server${why}; ${hint}`;
    return [{ where: file ?? run.id, message }];
  });
}

/** Runs beside their base: what changed, by how much, and whether it is noise, better or worse; pure. */
export function compareReports({ base, candidates, regressions, tool }: ComparisonInput): Comparison {
  const measuredBase = measuredRunOf(base.report);
  return {
    schema: COMPARISON_SCHEMA,
    tool,
    confidence: CONFIDENCE,
    base: comparedRun(base),
    candidates: candidates.map((source) => candidateOf(measuredBase, source, regressions)),
  };
}

function candidateOf(base: MeasuredRun, source: ReportSource, regressions: readonly Regression[]): Candidate {
  const current = measuredRunOf(source.report);
  const changes = changesOf(base, current);
  return {
    run: comparedRun(source),
    judgement: judgementOf(changes),
    differences: differencesOf(base.report, current.report),
    warnings: warningsOf(base.report, current.report),
    changes,
    regressions: evaluateRegressions(regressions, changes),
  };
}

function comparedRun({ report: { run, verdict }, file }: ReportSource): ComparedRun {
  const { id, startedAt, durationMs, target, interrupted } = run;
  return { file, id, startedAt, durationMs, target, interrupted, verdict: verdict.level };
}

/**
 * All intervals at once may be wrong as seldom as the confidence says, so each family of metrics may be only a fraction of that
 * (C. E. Bonferroni 1936): however they depend on each other, this holds. Within a family they are taken to be wrong together.
 */
function changesOf(base: MeasuredRun, current: MeasuredRun): Change[] {
  const metrics = METRICS.filter((metric) => metric.value(base) !== null || metric.value(current) !== null);
  const families = new Set(metrics.map(({ family }) => family));
  const tail = (1 - CONFIDENCE) / 2 / Math.max(1, families.size);
  return metrics.map((metric) => changeOf(metric, base, current, tail));
}

function changeOf(metric: ComparedMetric, base: MeasuredRun, current: MeasuredRun, tail: number): Change {
  const { name, group, unit, better, counts } = metric;
  const what = { metric: name, group, unit, better, counts, base: metric.value(base), current: metric.value(current) };
  if (what.base === null || what.current === null) {
    const reason = `not measured in the ${what.base === null ? 'base' : 'new run'}, or in too few samples`;
    return { ...what, change: null, relative: null, low: null, high: null, floor: null, judgement: null, reason };
  }
  const change = what.current - what.base;
  const { low, high, floor, judgement, reason } = metric.judge(base, current, tail);
  const relative = what.base === 0 ? null : change / what.base;
  return { ...what, change, relative, low: finite(low), high: finite(high), floor, judgement, reason };
}

function finite(end: number | null): number | null {
  return end !== null && Number.isFinite(end) ? end : null;
}

function judgementOf(changes: readonly Change[]): Judgement {
  const is = (wanted: Judgement): boolean => changes.some(({ judgement, counts }) => counts && judgement === wanted);
  if (is('worse')) return 'worse';
  return is('better') ? 'better' : 'noise';
}

function warningsOf(base: Report, current: Report): string[] {
  const runs = [
    ['The base', base],
    ['The new run', current],
  ] as const;
  return [...runs.flatMap(([who, report]) => runWarnings(who, report)), ...intervalWarning(base, current)];
}

function runWarnings(who: string, { verdict, run }: Report): string[] {
  const reason = verdict.reasons[0]?.message;
  const why = reason === undefined ? '' : `: ${reason}`;
  return [
    ...(verdict.level === 'VALID' ? [] : [`${who} is ${verdict.level}${why}`]),
    ...(run.interrupted ? [`${who} was interrupted.`] : []),
  ];
}

function intervalWarning(...reports: readonly Report[]): string[] {
  if (reports.every(({ intervals, messages }) => intervals.length > 0 || messages.sent === 0)) return [];
  return [
    'Where there are no histograms by the second, messages are taken for independent: the intervals are too narrow.',
  ];
}
