import { orProblem, type Problem, UsageError } from '../core/errors.js';
import { type Expression, OPERATORS, parseExpression } from './expression.js';
import { CERTAIN_COUNTS, THRESHOLD_LANGUAGE, type ThresholdFacts, type ThresholdReading } from './threshold-metrics.js';

/** A promise about a run, parsed. */
export type Threshold = Expression<ThresholdReading>;

/** One threshold, evaluated. */
export interface ThresholdResult {
  readonly expression: string;
  /** Milliseconds for latencies, a share 0–1 where the limit is in %, else a count; null when there is nothing to judge by. */
  readonly actual: number | null;
  readonly passed: boolean;
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

/** Compares every threshold with what was measured. One without samples, or with too few for its percentile, fails. */
export function evaluateThresholds(thresholds: readonly Threshold[], facts: ThresholdFacts): ThresholdResult[] {
  return thresholds.map(({ expression, operator, limit, reading }) => {
    const actual = reading(facts);
    return { expression, actual, passed: actual !== null && OPERATORS[operator](actual, limit) };
  });
}

/** Has a threshold failed by what was counted, so that no verdict on the generator excuses it? */
export function hasFailedForCertain({ expression, actual, passed }: ThresholdResult): boolean {
  if (passed || actual === null) return false;
  const threshold = parseThreshold(expression);
  return typeof threshold !== 'string' && CERTAIN_COUNTS.has(threshold.subject);
}
