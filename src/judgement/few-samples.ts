import { inEnglish, message } from '../core/language/words.js';
import { type BucketCounter, lowestValueOf } from '../metrics/bucket-counter.js';
import {
  countOf,
  highestValueOf,
  PERCENTILES,
  type PercentileName,
  rawPercentileUs,
  samplesNeededFor,
} from '../metrics/latency-summary.js';
import { OPERATORS, type Operator } from './expression.js';

/** A sample that is too small for its percentile to be told. */
export interface FewSamples {
  readonly counter: BucketCounter;
  readonly percentile: PercentileName;
  /** Samples for each message sent: the copies of one message come together, and are no more than one to judge by. */
  readonly samplesPerMessage: number;
}

/** What a sample says of a bound on its percentile, though it is too small for the percentile itself. */
export interface Decision {
  readonly passed: boolean;
  /** The percentile of these few samples, milliseconds; null where the bound is not decided. */
  readonly actual: number | null;
  /** What decided it, or how many more messages it takes. */
  readonly note: string;
}

/** A decision is wrong once in so many times at the most. */
const MOST_WRONG = 0.01;

/**
 * Decides a bound where the sample decides it for certain. Where all samples are on one side of the bound, every percentile of them
 * is; otherwise the share of samples beyond it must be one that the bound's share would bring about once in a hundred times at most
 * (binomial distribution).
 * @param limitMs the bound, milliseconds
 * @returns undefined without any sample
 */
export function decideByFew(few: FewSamples, operator: Operator, limitMs: number): Decision | undefined {
  const samples = countOf(few.counter);
  if (samples === 0) return undefined;
  const isUpper = operator === '<' || operator === '<=';
  const isLower = operator === '>' || operator === '>=';
  const passed = isUpper || isLower ? sideOf(few, operator, limitMs) : undefined;
  if (passed === undefined) return { passed: false, actual: null, note: undecided(few, samples) };
  const actual = (rawPercentileUs(few.counter, few.percentile) ?? 0) / 1000;
  return { passed, actual, note: inEnglish(message('threshold.few-samples', { samples, percentile: few.percentile })) };
}

/** Does the percentile fit the bound for certain? undefined where that is open. */
function sideOf(few: FewSamples, operator: Operator, limitMs: number): boolean | undefined {
  const { counter, percentile, samplesPerMessage } = few;
  const [samples, fitting] = [countOf(counter), fittingSamples(counter, operator, limitMs)];
  if (fitting.atLeast === samples) return true;
  if (fitting.atMost === 0) return false;
  const isUpper = operator === '<' || operator === '<=';
  const below = PERCENTILES[percentile] / 10_000;
  // An upper bound holds when more than this share of all values fits it, a lower one when more than that.
  const neededShare = isUpper ? below : 1 - below;
  const messages = Math.floor(samples / samplesPerMessage);
  const fits = (count: number): number => count / samplesPerMessage;
  // With just the needed share, so many that fit are improbable: there are more. And the other way round.
  if (atLeastOf(messages, neededShare, Math.floor(fits(fitting.atLeast))) < MOST_WRONG) return true;
  return atLeastOf(messages, 1 - neededShare, Math.floor(fits(samples - fitting.atMost))) < MOST_WRONG
    ? false
    : undefined;
}

/** Samples that fit a bound: for certain, and perhaps, since those of one bucket are not told apart. */
function fittingSamples(
  counter: BucketCounter,
  operator: Operator,
  limitMs: number,
): { readonly atLeast: number; readonly atMost: number } {
  let [atLeast, atMost] = [0, 0];
  for (const index of counter.filled()) {
    const count = counter.counts[index] ?? 0;
    const ends = [lowestValueOf(index), highestValueOf(index)].map((us) => OPERATORS[operator](us / 1000, limitMs));
    if (ends.every(Boolean)) atLeast += count;
    if (ends.some(Boolean)) atMost += count;
  }
  return { atLeast, atMost };
}

/** The probability that of `trials`, each a success with probability `share`, at least `successes` are. */
export function atLeastOf(trials: number, share: number, successes: number): number {
  if (successes <= 0) return 1;
  let logOfTerm = trials * Math.log1p(-share);
  let below = 0;
  // Terms are made of each other, in logarithms, since the first may be smaller than any number.
  for (let count = 0; count < successes && count <= trials; count++) {
    below += Math.exp(logOfTerm);
    logOfTerm += Math.log((trials - count) / (count + 1)) + Math.log(share) - Math.log1p(-share);
  }
  return Math.max(0, 1 - below);
}

function undecided({ percentile, samplesPerMessage }: FewSamples, samples: number): string {
  const needed = samplesNeededFor(percentile);
  const messages = Math.ceil((needed - samples) / samplesPerMessage);
  return inEnglish(message('threshold.undecided', { samples, needed, percentile, messages }));
}
