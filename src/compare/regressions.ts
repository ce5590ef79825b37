import type { EnglishKey } from '../core/language/en/index.js';
import { inEnglish, isMessage, type Message, message } from '../core/language/words.js';
import { printable } from '../core/text.js';
import {
  type Language,
  OPERATORS,
  type Operator,
  readExpression,
  type Subject,
  type Unit,
} from '../judgement/expression.js';
import { isUndecided, isUnknown } from '../report/comparison/certainty.js';
import type { Change, RegressionResult } from '../report/comparison/comparison-types.js';
import { METRICS } from './metrics/index.js';
import type { ComparedMetric } from './metrics/metric.js';

/** Units of a bound that is no share of the base, by the unit of the change, and how an error message names them. */
const UNITS = {
  ms: { units: ['us', 'ms', 's'], hint: 'expr.units.times' },
  perSecond: { units: [''], hint: 'expr.units.per-second' },
  count: { units: [''], hint: 'expr.units.number' },
  share: { units: ['pp'], hint: 'expr.units.points' },
  bytes: { units: ['B', 'KiB', 'MiB', 'GiB'], hint: 'expr.units.bytes' },
} as const satisfies Record<ComparedMetric['unit'], { readonly units: readonly Unit[]; readonly hint: EnglishKey }>;

/** A bound on a change, parsed. */
export interface Regression {
  readonly expression: string;
  readonly metric: string;
  readonly operator: Operator;
  /** In the unit of the change, or a share of the base. */
  readonly bound: number;
  readonly isRelative: boolean;
  /** Is it on what was counted, which is as true on a busy machine as on a quiet one? */
  readonly isOfCounts: boolean;
}

/** What a bound needs to know of what it bounds. */
type BoundMetric = Pick<ComparedMetric, 'name' | 'unit' | 'better' | 'part'>;

/** Of reports of `capacity`: the largest load that holds. */
export const CAPACITY_METRIC = {
  name: 'capacity',
  unit: 'perSecond',
  better: 'higher',
  part: 'times',
} as const satisfies BoundMetric;

/** What a bound is for, and whether it is a share of the base. */
interface RegressionReading {
  readonly metric: BoundMetric;
  readonly isRelative: boolean;
}

const LANGUAGE: Language<RegressionReading> = {
  subjects: [...METRICS, CAPACITY_METRIC].map(subjectOf),
  of: 'change',
  typical: 'p99(delivery)',
  statistic: ['statistic', 'p999'],
};

function subjectOf(metric: BoundMetric): Subject<RegressionReading> {
  const { name, unit, better } = metric;
  const { units, hint } = UNITS[unit];
  const absolute = units.map((one) => [one, { metric, isRelative: false }] as const);
  return {
    name,
    readings: { ...Object.fromEntries(absolute), '%': { metric, isRelative: true } },
    refusal: (wrong) => message('expr.unit.change', { name, units: message(hint), unit: wrong }),
    example: better === 'higher' ? `${name}<-5%` : unit === 'count' ? `${name}>0` : `${name}>10%`,
  };
}

/**
 * Reads `p99(delivery)>10%`, `p50(echo)>5ms`, `tps<-5%`, `lost>0`: the change beyond which a run has become worse.
 * @returns the bound, or what is wrong with the expression, one sentence with the nearest valid name or an example
 */
export function readRegression(text: string): Regression | Message {
  const parsed = readExpression(text, LANGUAGE);
  if (isMessage(parsed)) return parsed;
  const { expression, operator, limit: bound, reading } = parsed;
  const { metric, isRelative } = reading;
  // A bound in the direction in which things get better would fail for that.
  const isAbove = operator.startsWith('>');
  const isRight = metric.better === 'lower' ? isAbove && bound >= 0 : !isAbove && bound <= 0;
  if (isRight)
    return { expression, metric: metric.name, operator, bound, isRelative, isOfCounts: metric.part === 'counts' };
  const told = { text: printable(expression, 80), name: metric.name, example: subjectOf(metric).example };
  return metric.better === 'lower' ? message('expr.better.less', told) : message('expr.better.more', told);
}

/** The same, with what is wrong in English. */
export function parseRegression(text: string): Regression | string {
  const read = readRegression(text);
  return isMessage(read) ? inEnglish(read) : read;
}

/** Why a bound fails that cannot be decided. */
const UNKNOWN = inEnglish(message('compared.unknown'));
const UNDECIDED = inEnglish(message('compared.undecided'));
const NOISE = inEnglish(message('compared.noise'));
const NOT_MEASURED = inEnglish(message('compared.not-measured.either'));

/**
 * Evaluates bounds: one fails when the change is beyond it and no noise, and when there is too little to judge by.
 * @param unjudged why bounds on times are let pass, where the base says nothing of times
 */
export function evaluateRegressions(
  regressions: readonly Regression[],
  changes: readonly Change[],
  unjudged?: string,
): RegressionResult[] {
  return regressions.map((regression) => {
    const { expression, metric, isOfCounts } = regression;
    if (unjudged !== undefined && !isOfCounts) {
      return {
        expression,
        metric,
        actual: null,
        passed: true,
        reason: inEnglish(message('compared.not-judged', { why: unjudged })),
      };
    }
    return evaluate(
      regression,
      changes.find((change) => change.metric === metric),
    );
  });
}

/** Has a count become worse for certain, so that no verdict on the generator excuses it? */
export function hasRegressedForCertain(results: readonly RegressionResult[]): boolean {
  return results.some(({ metric, passed, reason }) => {
    const isOfCounts = METRICS.some(({ name, part }) => name === metric && part === 'counts');
    return isOfCounts && !passed && reason === null;
  });
}

function evaluate(regression: Regression, change: Change | undefined): RegressionResult {
  const { expression, metric, isRelative } = regression;
  if (change === undefined || change.change === null || change.judgement === null) {
    return { expression, metric, actual: null, passed: false, reason: change?.reason ?? NOT_MEASURED };
  }
  const actual = isRelative ? change.relative : change.change;
  if (isUnknown(change)) return { expression, metric, actual, passed: false, reason: UNKNOWN };
  // What was nothing and is something now has grown beyond every percentage.
  const size = actual ?? (change.change === 0 ? 0 : Math.sign(change.change) * Number.POSITIVE_INFINITY);
  if (!OPERATORS[regression.operator](size, regression.bound)) {
    return { expression, metric, actual, passed: true, reason: null };
  }
  if (change.judgement !== 'noise') return { expression, metric, actual, passed: false, reason: null };
  if (isUndecided(change)) return { expression, metric, actual, passed: false, reason: UNDECIDED };
  return { expression, metric, actual, passed: true, reason: NOISE };
}
