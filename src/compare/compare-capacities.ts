import type { CapacityGoalReport, CapacityReport } from '../capacity/report/capacity-report.js';
import { inEnglish, message } from '../core/language/words.js';
import { COMPARISON_SCHEMA } from '../core/schema-names.js';
import type {
  Candidate,
  Change,
  ComparedRun,
  Comparison,
  Difference,
  Judgement,
} from '../report/comparison/comparison-types.js';
import type { ToolInfo } from '../report/report-types.js';
import { CAPACITY_METRIC, evaluateRegressions, type Regression } from './regressions.js';

/** A report of `capacity`, and where it was read from. */
export interface CapacitySource {
  readonly report: CapacityReport;
  readonly file: string | null;
}

/** What is compared. */
export interface CapacitiesInput {
  readonly base: CapacitySource;
  readonly candidates: readonly CapacitySource[];
  readonly regressions: readonly Regression[];
  readonly tool: ToolInfo;
}

/** Of the plan, what decides what a load is and how it is judged. */
const PLAN_FIELDS = ['vary', 'from', 'max', 'trialMs', 'trialsMs', 'exceed', 'width'] as const;
const RUN_FIELDS = ['users', 'rooms', 'roomSize'] as const;
const HOST_FIELDS = ['cpus', 'node', 'platform', 'arch'] as const;

/**
 * Searches beside their base, goal by goal. The truth lies between a goal's bounds, so that loads have really changed where the
 * bounds of the two do not overlap; where they do, it is noise.
 */
export function compareCapacities({ base, candidates, regressions, tool }: CapacitiesInput): Comparison {
  return {
    schema: COMPARISON_SCHEMA,
    tool,
    // Bounds are no intervals of a probability.
    confidence: 1,
    base: comparedSearch(base),
    candidates: candidates.map((source) => candidateOf(base.report, source, regressions)),
  };
}

function comparedSearch({ report: { run }, file }: CapacitySource): ComparedRun {
  const { id, startedAt, durationMs, target, interrupted } = run;
  return { id, startedAt, durationMs, target, interrupted, file, verdict: null };
}

function candidateOf(base: CapacityReport, source: CapacitySource, regressions: readonly Regression[]): Candidate {
  const { report } = source;
  const changes = base.goals.map((goal, index) => changeOf(goal, report, index, base));
  return {
    run: comparedSearch(source),
    judgement: judgementOf(changes),
    differences: differencesBetween(base, report),
    warnings: [...warningsOf('base', base), ...warningsOf('new-search', report)],
    changes,
    regressions: evaluateRegressions(regressions, changes),
  };
}

function changeOf(goal: CapacityGoalReport, current: CapacityReport, index: number, base: CapacityReport): Change {
  const other = current.goals.find(({ slo }) => slo === goal.slo);
  const what = {
    metric: index === 0 ? CAPACITY_METRIC.name : `capacity at ${goal.slo}`,
    group: 'throughput',
    unit: base.plan.vary === 'rate' ? 'perSecond' : 'count',
    better: CAPACITY_METRIC.better,
    counts: true,
    base: goal.lowerBound,
    current: other?.lowerBound ?? null,
  } as const;
  const nothing = { ...what, change: null, relative: null, low: null, high: null, floor: null, judgement: null };
  if (other === undefined) return { ...nothing, reason: inEnglish(message('compared.no-goal', { slo: goal.slo })) };
  if (base.plan.vary !== current.plan.vary) return { ...nothing, reason: inEnglish(message('compared.other-varied')) };
  // What is not known to hold may be as little as nothing, and what is not known to fail as much as one likes.
  const [low, high] = [
    (other.lowerBound ?? 0) - (goal.upperBound ?? Number.POSITIVE_INFINITY),
    (other.upperBound ?? Number.POSITIVE_INFINITY) - (goal.lowerBound ?? 0),
  ];
  const change = (other.lowerBound ?? 0) - (goal.lowerBound ?? 0);
  return {
    ...what,
    change,
    relative: goal.lowerBound === null || goal.lowerBound === 0 ? null : change / goal.lowerBound,
    low: Number.isFinite(low) ? low : null,
    high: Number.isFinite(high) ? high : null,
    floor: null,
    judgement: low >= 0 ? 'better' : high <= 0 ? 'worse' : 'noise',
    reason: null,
  };
}

function judgementOf(changes: readonly Change[]): Judgement {
  if (changes.some(({ judgement }) => judgement === 'worse')) return 'worse';
  return changes.some(({ judgement }) => judgement === 'better') ? 'better' : 'noise';
}

function warningsOf(who: 'base' | 'new-search', { goals, run }: CapacityReport): string[] {
  return [
    ...goals.filter(({ regular }) => !regular).map(({ answer }) => message(`compared.irregular.${who}`, { answer })),
    ...(run.interrupted ? [message(`compared.interrupted.${who}`)] : []),
  ].map(inEnglish);
}

function differencesBetween(base: CapacityReport, current: CapacityReport): Difference[] {
  return [
    ...PLAN_FIELDS.flatMap((field) => difference('plan', field, base.plan[field], current.plan[field])),
    ...RUN_FIELDS.flatMap((field) => difference('plan', field, base.plan.run[field], current.plan.run[field])),
    ...difference('plan', 'dialect', base.run.dialect, current.run.dialect),
    ...HOST_FIELDS.flatMap((field) => difference('host', field, base.host[field], current.host[field])),
    ...difference('tool', 'version', base.tool.version, current.tool.version),
  ];
}

function difference(kind: Difference['kind'], field: string, one: unknown, other: unknown): Difference[] {
  const [before, after] = [JSON.stringify(one) ?? '', JSON.stringify(other) ?? ''];
  return before === after ? [] : [{ kind, field, base: before, current: after }];
}
