import { type Problem, UsageError } from '../core/errors.js';
import { nearest, unknownName } from '../core/nearest.js';
import { printable } from '../core/text.js';
import { type Comparison, COMPARISONS, latencyLimitMs, type Sides, splitSides, subjectOf } from './expression.js';
import { summarise } from '../metrics/latency-summary.js';
import {
  COUNT_METRICS,
  THRESHOLD_LATENCIES,
  THRESHOLD_STATISTICS,
  type ThresholdFacts,
  type ThresholdLatency,
} from './threshold-metrics.js';

const COUNT_NAMES = COUNT_METRICS.map(({ name }) => name);
const LATENCY_NAMES = Object.keys(THRESHOLD_LATENCIES);

/** A promise about a run, parsed. */
export interface Threshold {
  readonly expression: string;
  readonly comparison: Comparison;
  /** In the unit of `actual`. */
  readonly limit: number;
  /** Milliseconds for a latency, a share 0–1 for a limit in %, else the count; null without (enough) samples. */
  readonly actual: (facts: ThresholdFacts) => number | null;
}

/** One threshold, evaluated. */
export interface ThresholdResult {
  readonly expression: string;
  /** Milliseconds for latencies, a share 0–1 where the limit is in %, else a count; null when there is nothing to judge by. */
  readonly actual: number | null;
  readonly passed: boolean;
}

/**
 * Reads `p99(delivery)<250ms`, `lost==0`, `errors<1%`.
 * @returns the threshold, or what is wrong with the expression, one sentence with the nearest valid name or an example
 */
export function parseThreshold(expression: string): Threshold | string {
  const sides = splitSides(expression, 'p99(delivery)<250ms');
  if (typeof sides === 'string') return sides;
  const named = subjectOf(sides);
  const subject = 'name' in named ? countSubject(sides) : latencySubject(sides, named.statistic, named.latency);
  if (typeof subject === 'string') return subject;
  return { expression: expression.trim(), comparison: sides.comparison, ...subject };
}

/** What is wrong with an expression, or undefined. */
export function checkThreshold(expression: string): string | undefined {
  const threshold = parseThreshold(expression);
  return typeof threshold === 'string' ? threshold : undefined;
}

/**
 * Reads several expressions.
 * @param where they come from, for the problems: `--fail-on`
 * @throws UsageError that names every expression that is wrong
 */
export function parseThresholds(expressions: readonly string[], where: string): Threshold[] {
  const thresholds: Threshold[] = [];
  const problems: Problem[] = [];
  for (const expression of expressions) {
    const threshold = parseThreshold(expression);
    if (typeof threshold === 'string') problems.push({ where, message: threshold });
    else thresholds.push(threshold);
  }
  if (problems.length > 0) throw new UsageError(problems);
  return thresholds;
}

/** Compares every threshold with what was measured. One without samples, or with too few for its percentile, fails. */
export function evaluateThresholds(thresholds: readonly Threshold[], facts: ThresholdFacts): ThresholdResult[] {
  return thresholds.map(({ expression, comparison, limit, actual: measure }) => {
    const actual = measure(facts);
    return { expression, actual, passed: actual !== null && COMPARISONS[comparison](actual, limit) };
  });
}

function isLatency(name: string): name is ThresholdLatency {
  return Object.hasOwn(THRESHOLD_LATENCIES, name);
}

function latencySubject(
  sides: Sides,
  statisticName: string,
  latency: string,
): Pick<Threshold, 'limit' | 'actual'> | string {
  const statistic = THRESHOLD_STATISTICS.find((known) => known === statisticName);
  if (statistic === undefined && COUNT_NAMES.includes(statisticName)) {
    return `${statisticName} takes no latency; an example is ${statisticName}<1%`;
  }
  if (statistic === undefined) return unknownName('statistic', statisticName, THRESHOLD_STATISTICS);
  if (!isLatency(latency)) return unknownName('latency', latency, LATENCY_NAMES);
  const limit = latencyLimitMs(sides, `${statistic}(${latency})<250ms`);
  if (typeof limit === 'string') return limit;
  return { limit, actual: ({ outcome }) => summarise(THRESHOLD_LATENCIES[latency](outcome))[statistic] };
}

function countSubject({ left, limit, unit }: Sides): Pick<Threshold, 'limit' | 'actual'> | string {
  const metric = COUNT_METRICS.find(({ name }) => name === left);
  if (metric === undefined) return unknownMetric(left);
  if (unit !== '' && unit !== '%')
    return `${left} is a count: a bare number, or a share in %; "${unit}" is for latencies`;
  if (unit === '') return { limit, actual: (facts) => (metric.whole(facts) === 0 ? null : metric.count(facts)) };
  if (!metric.takesShare) return `${left} is no share of anything; an example is ${left}>=1000`;
  return {
    limit: limit / 100,
    actual: (facts) => (metric.whole(facts) === 0 ? null : metric.count(facts) / metric.whole(facts)),
  };
}

function unknownMetric(left: string): string {
  const statistic = THRESHOLD_STATISTICS.find((known) => known === left);
  if (statistic !== undefined) {
    return `${statistic} needs a latency (${LATENCY_NAMES.join(', ')}); an example is ${statistic}(delivery)<250ms`;
  }
  if (isLatency(left)) return `${left} needs a statistic; an example is p99(${left})<250ms`;
  const near = nearest(left, [...COUNT_NAMES, ...THRESHOLD_STATISTICS, ...LATENCY_NAMES]);
  if (near === undefined) {
    return `unknown metric "${printable(left, 40)}"; there is ${COUNT_NAMES.join(', ')} and p99(delivery) and its like`;
  }
  return `unknown metric "${printable(left, 40)}"; did you mean "${COUNT_NAMES.includes(near) ? near : 'p99(delivery)'}"?`;
}
