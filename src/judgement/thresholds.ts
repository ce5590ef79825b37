import { orProblem, type Problem, UsageError } from '../core/errors.js';
import { type Expression, OPERATORS, parseExpression } from './expression.js';
import { decideByFew } from './few-samples.js';
import {
  CERTAIN_COUNTS,
  samplesOf,
  THRESHOLD_LANGUAGE,
  type ThresholdFacts,
  type ThresholdReading,
} from './threshold-metrics.js';

/** A promise about a run, parsed. */
export type Threshold = Expression<ThresholdReading>;

/** One threshold, evaluated. */
export interface ThresholdResult {
  readonly expression: string;
  /** Milliseconds for latencies, a share 0–1 where the limit is in %, else a count; null when there is nothing to judge by. */
  readonly actual: number | null;
  readonly passed: boolean;
  /** Of a percentile whose sample is too small for it: what decided all the same, or how many more messages it takes. */
  readonly note?: string;
}

/** Reads `p99(delivery)<250ms`, `lost==0`, `errors<1%`. @returns the threshold, or what is wrong with the expression */
export function parseThreshold(expression: string): Threshold | string {
  return parseExpression(expression, THRESHOLD_LANGUAGE);
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
  const problems: Problem[] = [];
  const thresholds = expressions.flatMap((expression) => orProblem(parseThreshold(expression), where, problems));
  if (problems.length > 0) throw new UsageError(problems);
  return thresholds;
}

/**
 * Compares every threshold with what was measured. One without samples fails, and so does one with too few for its percentile,
 * unless these decide it for certain.
 */
export function evaluateThresholds(thresholds: readonly Threshold[], facts: ThresholdFacts): ThresholdResult[] {
  return thresholds.map(({ expression, subject, operator, limit, reading }) => {
    const actual = reading(facts);
    if (actual !== null) return { expression, actual, passed: OPERATORS[operator](actual, limit) };
    const few = samplesOf(subject, facts);
    const decision = few === undefined ? undefined : decideByFew(few, operator, limit);
    return { expression, ...(decision ?? { actual, passed: false }) };
  });
}

/** Has a threshold failed by what was counted, so that no verdict on the generator excuses it? */
export function hasFailedForCertain({ expression, actual, passed }: ThresholdResult): boolean {
  if (passed || actual === null) return false;
  const threshold = parseThreshold(expression);
  return typeof threshold !== 'string' && CERTAIN_COUNTS.has(threshold.subject);
}
