import { type Problem, saidProblem } from '../core/errors.js';
import { recogniseText } from '../core/language/recognise.js';
import type { Text } from '../core/language/template.js';
import { inEnglish, message } from '../core/language/words.js';
import { COMPARISON_SCHEMA } from '../core/schema-names.js';
import type { Candidate, Change, ComparedRun, Comparison, Judgement } from '../report/comparison/comparison-types.js';
import { durationMsOf, type LatencyLog, startedAtOf } from '../report/hlog/latency-log.js';
import type { Report, ToolInfo } from '../report/report-types.js';
import { differencesOf } from './differences.js';
import { measuredLogOf } from './measured-log.js';
import { type MeasuredRun, measuredRunOf } from './measured-run.js';
import { METRICS } from './metrics/index.js';
import type { ComparedMetric } from './metrics/metric.js';
import { stageMetrics } from './metrics/stage-metrics.js';
import { evaluateRegressions, type Regression } from './regressions.js';

/** A report, and where it was read from; null for the run that has just ended. */
export interface ReportSource {
  readonly report: Report;
  readonly file: string | null;
}

/** What is compared: a report, or a log of latencies and nothing else. */
export type ComparedSource = ReportSource | LatencyLog;

/** What is compared. */
export interface ComparisonInput {
  readonly base: ComparedSource;
  readonly candidates: readonly ComparedSource[];
  /** Bounds of `--fail-on-regression`. */
  readonly regressions: readonly Regression[];
  readonly tool: ToolInfo;
  /** Are times judged of which the generator was the limit, too? */
  readonly isForced?: boolean;
}

/** Of the two runs. */
type Which = 'base' | 'new';

/** The probability that all intervals of a candidate hold: runs of the same thing are told apart once in twenty times at most. */
const CONFIDENCE = 0.95;

/**
 * A problem for each run that may not be compared: an INVALID one, whose numbers are the generator's and not the server's. Of one that is
 * it in its times alone the counts are compared, where bounds are on nothing else.
 * @param hint what can be done about it, a clause
 */
export function refusalsOf(
  sources: readonly ComparedSource[],
  hint: Text,
  regressions: readonly Regression[] = [],
): Problem[] {
  const areCountsAll = regressions.length > 0 && regressions.every(({ isOfCounts }) => isOfCounts);
  return sources.flatMap((source): Problem[] => {
    if (isLog(source)) return [];
    const { verdict, run } = source.report;
    if ((areCountsAll ? verdict.counts : verdict).level !== 'INVALID') return [];
    const reason = verdict.reasons[0];
    const why =
      reason === undefined
        ? ''
        : message('compare.refused.why', { reason: recogniseText(reason.message) ?? reason.message });
    return [saidProblem(source.file ?? run.id, message('compare.refused', { why, hint }))];
  });
}

/**
 * Runs beside their base: what changed, by how much, and whether it is noise, better or worse; pure. Times of which a generator was the
 * limit are told and not judged.
 */
export function compareReports({ base, candidates, regressions, tool, isForced = false }: ComparisonInput): Comparison {
  const measuredBase = measuredOf(base);
  return {
    schema: COMPARISON_SCHEMA,
    tool,
    confidence: CONFIDENCE,
    base: comparedRun(base),
    candidates: candidates.map((source) => candidateOf(measuredBase, source, regressions, isForced)),
  };
}

function isLog(source: ComparedSource): source is LatencyLog {
  return 'unitFrom' in source;
}

function measuredOf(source: ComparedSource): MeasuredRun {
  return isLog(source) ? measuredLogOf(source) : measuredRunOf(source.report);
}

function candidateOf(
  base: MeasuredRun,
  source: ComparedSource,
  regressions: readonly Regression[],
  isForced: boolean,
): Candidate {
  const current = measuredOf(source);
  const doubtOfBase = isForced ? undefined : doubtOfTimes('base', base);
  const doubt = doubtOfBase ?? (isForced ? undefined : doubtOfTimes('new', current));
  const changes = changesOf(base, current, doubt);
  const isOfReports = base.log === null && current.log === null;
  return {
    run: comparedRun(source),
    judgement: judgementOf(changes),
    differences: isOfReports ? differencesOf(base.report, current.report) : [],
    warnings: warningsOf(base, current),
    changes,
    // A base that is no measure makes no build fail.
    regressions: evaluateRegressions(regressions, changes, doubtOfBase),
  };
}

function comparedRun(source: ComparedSource): ComparedRun {
  if (isLog(source)) {
    const { file } = source;
    const startedAt = startedAtOf(source);
    const durationMs = durationMsOf(source);
    return { file, id: null, startedAt, durationMs, target: null, interrupted: null, verdict: null };
  }
  const { run, verdict } = source.report;
  const { id, startedAt, durationMs, target, interrupted } = run;
  return { file: source.file, id, startedAt, durationMs, target, interrupted, verdict: verdict.level };
}

/**
 * All intervals at once may be wrong as seldom as the confidence says, so each family of metrics may be only a fraction of that
 * (C. E. Bonferroni 1936): however they depend on each other, this holds. Within a family they are taken to be wrong together.
 */
function changesOf(base: MeasuredRun, current: MeasuredRun, doubt: string | undefined): Change[] {
  const metrics = [...METRICS, ...stageMetrics(base, current)].filter(
    (metric) => metric.value(base) !== null || metric.value(current) !== null,
  );
  const families = new Set(metrics.map(({ family }) => family));
  const tail = (1 - CONFIDENCE) / 2 / Math.max(1, families.size);
  return metrics.map((metric) => changeOf(metric, base, current, tail, metric.part === 'times' ? doubt : undefined));
}

/** Why times of a run are not judged. */
function doubtOfTimes(which: Which, { report, log }: MeasuredRun): string | undefined {
  return log === null && report.verdict.times.level === 'INVALID'
    ? inEnglish(message(`compared.times-invalid.${which}`))
    : undefined;
}

/** @param doubt why it is not judged */
function changeOf(
  metric: ComparedMetric,
  base: MeasuredRun,
  current: MeasuredRun,
  tail: number,
  doubt: string | undefined,
): Change {
  const { name, group, unit, better, counts } = metric;
  const what = { metric: name, group, unit, better, counts, base: metric.value(base), current: metric.value(current) };
  if (what.base === null || what.current === null) {
    const reason = inEnglish(message(`compared.not-measured.${what.base === null ? 'base' : 'new'}`));
    return { ...what, change: null, relative: null, low: null, high: null, floor: null, judgement: null, reason };
  }
  const change = what.current - what.base;
  const relative = what.base === 0 ? null : change / what.base;
  if (doubt !== undefined)
    return { ...what, change, relative, low: null, high: null, floor: null, judgement: null, reason: doubt };
  const { low, high, floor, judgement, reason } = metric.judge(base, current, tail);
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

function warningsOf(base: MeasuredRun, current: MeasuredRun): string[] {
  const runs = [
    ['base', base],
    ['new', current],
  ] as const;
  return [...runs.flatMap(([who, run]) => runWarnings(who, run)), ...intervalWarning(base.report, current.report)];
}

function runWarnings(which: Which, { report: { verdict, run }, log }: MeasuredRun): string[] {
  if (log !== null)
    return [
      message(`compared.log.${which}`),
      ...log.notes.map((note) => message(`compared.note.${which}`, { note })),
    ].map(inEnglish);
  const { level } = verdict;
  const why = verdict.reasons[0]?.message;
  const doubt =
    why === undefined
      ? message(`compared.verdict.${which}`, { level })
      : message(`compared.verdict-why.${which}`, { level, why });
  return [
    ...(level === 'VALID' ? [] : [doubt]),
    ...(run.interrupted ? [message(`compared.interrupted.${which}`)] : []),
  ].map(inEnglish);
}

function intervalWarning(...reports: readonly Report[]): string[] {
  if (reports.every(({ intervals, messages }) => intervals.length > 0 || messages.sent === 0)) return [];
  return [inEnglish(message('compared.no-intervals'))];
}
