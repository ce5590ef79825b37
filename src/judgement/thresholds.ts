import { orProblem, type Problem, UsageError } from '../core/errors.js';
import { inEnglish, isMessage, type Message, message } from '../core/language/words.js';
import { type Expression, OPERATORS, readExpression } from './expression.js';
import { decideByFew } from './few-samples.js';
import {
  isCertain,
  RECOVERY,
  samplesOf,
  THRESHOLD_LANGUAGE,
  type ThresholdFacts,
  type ThresholdReading,
} from './threshold-metrics.js';

/** A promise about a run, parsed. */
export type Threshold = Expression<ThresholdReading>;

const NOT_BACK = inEnglish(message('threshold.not-back'));

/** One threshold, evaluated. */
export interface ThresholdResult {
  readonly expression: string;
  /** Milliseconds for latencies, a share 0–1 where the limit is in %, else a count; null when there is nothing to judge by. */
  readonly actual: number | null;
  readonly passed: boolean;
  /** Of a percentile whose sample is too small for it: what decided all the same, or how many more messages it takes; of a recovery, that there was none. */
  readonly note?: string;
}

/**
 * Reads `p99(delivery)<250ms`, `lost==0`, `errors<1%`, `recovery@spike<10s`.
 * @param stages names of the load's stages, in their order; null where they are not known
 * @returns the threshold, or what is wrong with the expression
 */
export function readThreshold(expression: string, stages: readonly string[] | null = []): Threshold | Message {
  const threshold = readExpression(expression, THRESHOLD_LANGUAGE, stages);
  if (isMessage(threshold) || threshold.subject !== RECOVERY.name) return threshold;
  const { stage } = threshold;
  const told = { stage: stage ?? '' };
  if (stage === stages?.[0]) return message('expr.stage-first', told);
  return stage === stages?.at(-1) ? message('expr.stage-last', told) : threshold;
}

/** The same, with what is wrong in English, for those who have told it already. */
export function parseThreshold(expression: string, stages: readonly string[] = []): Threshold | string {
  const threshold = readThreshold(expression, stages);
  return isMessage(threshold) ? inEnglish(threshold) : threshold;
}

/** What is wrong with an expression, or undefined. @param stages names of the load's stages, in their order; null where they are not known */
export function faultOfThreshold(expression: string, stages: readonly string[] | null = []): Message | undefined {
  const threshold = readThreshold(expression, stages);
  return isMessage(threshold) ? threshold : undefined;
}

/** The same in English. */
export function checkThreshold(expression: string, stages: readonly string[] | null = []): string | undefined {
  const fault = faultOfThreshold(expression, stages);
  return fault === undefined ? undefined : inEnglish(fault);
}

/**
 * Reads several expressions.
 * @param where they come from, for the problems: `--fail-on`
 * @param stages names of the load's stages, in their order
 * @throws UsageError that names every expression that is wrong
 */
export function parseThresholds(
  expressions: readonly string[],
  where: string,
  stages: readonly string[] = [],
): Threshold[] {
  const problems: Problem[] = [];
  const thresholds = expressions.flatMap((expression) => orProblem(readThreshold(expression, stages), where, problems));
  if (problems.length > 0) throw new UsageError(problems);
  return thresholds;
}

/**
 * Compares every threshold with what was measured. One without samples fails, and so does one with too few for its percentile,
 * unless these decide it for certain, and one of a stage that was not reached.
 * @param facts of the whole run
 * @param factsOf a stage; undefined when there is no such stage
 */
export function evaluateThresholds(
  thresholds: readonly Threshold[],
  facts: ThresholdFacts,
  factsOf: (stage: string) => ThresholdFacts | undefined = () => undefined,
): ThresholdResult[] {
  return thresholds.map(({ expression, subject, stage, operator, limit, reading }) => {
    const judged = stage === null ? facts : factsOf(stage);
    const actual = judged === undefined ? null : reading(judged);
    if (actual !== null) return { expression, actual, passed: OPERATORS[operator](actual, limit) };
    if (judged !== undefined && subject === RECOVERY.name) return { expression, actual, passed: false, note: NOT_BACK };
    const few = judged === undefined ? undefined : samplesOf(subject, judged);
    const decision = few === undefined ? undefined : decideByFew(few, operator, limit);
    return { expression, ...(decision ?? { actual, passed: false }) };
  });
}

/** Has a threshold failed by what was counted, so that no verdict on the generator excuses it? */
export function hasFailedForCertain({ expression, actual, passed }: ThresholdResult): boolean {
  if (passed || actual === null) return false;
  const stage = stageNamedIn(expression);
  const threshold = parseThreshold(expression, stage === undefined ? [] : [stage]);
  return typeof threshold !== 'string' && isCertain(threshold.subject);
}

/** The stage that an expression names, which was checked when it was read first; undefined for the whole run. */
export function stageNamedIn(expression: string): string | undefined {
  return /@([^@()<>=!]*)/.exec(expression)?.[1]?.trim();
}
