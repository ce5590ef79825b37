import { nearest, unknownName } from '../core/nearest.js';
import { printable } from '../core/text.js';
import { isUndecided, isUnknown } from '../report/comparison/certainty.js';
import type { Change, RegressionResult } from '../report/comparison/comparison-types.js';
import { METRICS } from './metrics/index.js';
import type { Metric } from './metrics/metric.js';

/** Units of a bound, with what one of them is in the unit of a change; `%` is of the base. */
const UNITS: Readonly<Record<Metric['unit'], Readonly<Record<string, number>>>> = {
  ms: { us: 0.001, ms: 1, s: 1000 },
  perSecond: { '': 1 },
  count: { '': 1 },
  share: { pp: 0.01 },
};

/** What an absolute bound looks like, for error messages. */
const UNIT_HINTS: Readonly<Record<Metric['unit'], string>> = {
  ms: 'us, ms or s',
  perSecond: 'a bare number of messages per second',
  count: 'a bare number',
  share: 'pp (percentage points)',
};

const OPERATORS = {
  '>': (change, bound) => change > bound,
  '>=': (change, bound) => change >= bound,
  '<': (change, bound) => change < bound,
  '<=': (change, bound) => change <= bound,
} as const satisfies Record<string, (change: number, bound: number) => boolean>;

type Operator = keyof typeof OPERATORS;

/** A bound on a change, parsed. */
export interface Regression {
  readonly expression: string;
  readonly metric: string;
  readonly operator: Operator;
  /** In the unit of the change, or a share of the base. */
  readonly bound: number;
  readonly isRelative: boolean;
}

/**
 * Reads `p99(delivery)>10%`, `p50(echo)>5ms`, `tps<-5%`, `lost>0`: the change beyond which a run has become worse.
 * @returns the bound, or what is wrong with the expression, one sentence with the nearest valid name or an example
 */
export function parseRegression(expression: string): Regression | string {
  const shown = `"${printable(expression, 80)}"`;
  const match = /^([^<>=!]*)([<>=!]+)([^<>=!]*)$/.exec(expression);
  if (match === null) return `${shown} bounds nothing; an example is p99(delivery)>10%`;
  const [, left = '', operator = '', right = ''] = match;
  if (!isOperator(operator)) return `"${operator}" in ${shown} bounds no change; there is < <= >= >`;
  const name = left.replaceAll(/\s/g, '');
  const metric = METRICS.find((known) => known.name === name);
  if (metric === undefined) return unknownMetric(name);
  const amount = /^([+-]?\d+(?:\.\d+)?)\s*([a-z%]*)$/i.exec(right.trim());
  if (amount === null) {
    return `"${printable(right.trim(), 40)}" in ${shown} is no number with a unit; an example is ${exampleOf(metric)}`;
  }
  const bound = boundOf(metric, Number(amount[1]), amount[2] ?? '');
  if (typeof bound === 'string') return bound;
  return sensible({ expression: expression.trim(), metric: name, operator, ...bound }, metric);
}

/** What a bound fails for that nothing can be said of. */
const UNKNOWN = 'too few samples to tell; run longer';
const UNDECIDED = 'beyond the bound, and too few samples to tell whether it is noise; run longer';

/** Evaluates bounds: one fails when the change is beyond it and no noise, and when there is too little to judge by. */
export function evaluateRegressions(
  regressions: readonly Regression[],
  changes: readonly Change[],
): RegressionResult[] {
  return regressions.map((regression) =>
    evaluate(
      regression,
      changes.find(({ metric }) => metric === regression.metric),
    ),
  );
}

function evaluate(regression: Regression, change: Change | undefined): RegressionResult {
  const { expression, metric, isRelative } = regression;
  if (change === undefined || change.change === null || change.judgement === null) {
    return { expression, metric, actual: null, passed: false, reason: change?.reason ?? 'not measured in either run' };
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
  return { expression, metric, actual, passed: true, reason: 'beyond the bound, but noise' };
}

function isOperator(operator: string): operator is Operator {
  return Object.hasOwn(OPERATORS, operator);
}

function boundOf(metric: Metric, amount: number, unit: string): Pick<Regression, 'bound' | 'isRelative'> | string {
  if (unit === '%') return { bound: amount / 100, isRelative: true };
  const units = UNITS[metric.unit];
  const scale = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (scale !== undefined) return { bound: amount * scale, isRelative: false };
  return `${metric.name} takes ${UNIT_HINTS[metric.unit]}, or % of the base, and not "${printable(unit, 20)}"; an example is ${exampleOf(metric)}`;
}

/** A bound in the direction in which things get better would fail for that. */
function sensible(regression: Regression, metric: Metric): Regression | string {
  const isAbove = regression.operator.startsWith('>');
  const isRight = metric.better === 'lower' ? isAbove && regression.bound >= 0 : !isAbove && regression.bound <= 0;
  if (isRight) return regression;
  const way = metric.better === 'lower' ? 'more is worse' : 'less is worse';
  return `"${printable(regression.expression, 80)}" bounds no regression, since of ${metric.name} ${way}; write ${exampleOf(metric)}`;
}

function exampleOf({ name, unit, better }: Metric): string {
  if (better === 'higher') return `${name}<-5%`;
  return unit === 'count' ? `${name}>0` : `${name}>10%`;
}

function unknownMetric(name: string): string {
  const names = METRICS.map((metric) => metric.name);
  if (name === '') return 'names no metric; an example is p99(delivery)>10%';
  const bare = names.filter((known) => known.endsWith(`(${name})`));
  if (bare.length > 0) return `${name} needs a statistic; an example is ${bare.at(-1) ?? ''}>10%`;
  const near = nearest(name, names);
  if (near !== undefined) return unknownName('metric', name, names);
  return `unknown metric "${printable(name, 40)}"; there is ${names.filter((known) => !known.includes('(')).join(', ')} and p99(delivery) and its like`;
}
