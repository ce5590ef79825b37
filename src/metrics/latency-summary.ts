import { BUCKET_COUNT, BucketCounter, lowestValueOf } from './bucket-counter.js';

/** The percentiles of a summary, in parts of 10,000, so that ranks are computed with integers. */
export const PERCENTILES = {
  p50: 5000,
  p75: 7500,
  p90: 9000,
  p95: 9500,
  p99: 9900,
  p999: 9990,
  p9999: 9999,
} as const;

export type PercentileName = keyof typeof PERCENTILES;

/** The lowest first. */
const PERCENTILE_NAMES = Object.keys(PERCENTILES) as readonly PercentileName[];

/** A latency as the report shows it, milliseconds. With `count: 0` the rest is null; so is a percentile of too few samples. */
export interface LatencySummary extends Readonly<Record<PercentileName, number | null>> {
  readonly count: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly stddev: number | null;
  readonly max: number | null;
}

/** Values beyond a percentile that make it worth telling. */
const SAMPLES_BEYOND = 10;

/** The smallest number of samples that `name` is told for: 10 / (1 − p). */
export function samplesNeededFor(name: PercentileName): number {
  return Math.round((SAMPLES_BEYOND * 10_000) / (10_000 - PERCENTILES[name]));
}

/** Number of samples that were counted, the clamped ones included and the impossible ones not. */
export function countOf(counter: BucketCounter): number {
  let sum = 0;
  for (const index of counter.filled()) {
    sum += counter.counts[index] ?? 0;
  }
  return sum;
}

/** The largest value that bucket `index` counts, in microseconds: HdrHistogram's "highest equivalent value". */
export function highestValueOf(index: number): number {
  return lowestValueOf(index + 1) - 1;
}

/** The value that stands for bucket `index` in means, in microseconds: HdrHistogram's "median equivalent value". */
export function middleValueOf(index: number): number {
  const lowestUs = lowestValueOf(index);
  return lowestUs + Math.floor((lowestValueOf(index + 1) - lowestUs) / 2);
}

/** The bucket that holds the sample of the given rank, counted from 1. */
function bucketOfRank(counter: BucketCounter, rank: number): number {
  let reached = 0;
  for (const index of counter.filled()) {
    reached += counter.counts[index] ?? 0;
    if (reached >= rank) return index;
  }
  return BUCKET_COUNT - 1;
}

/** The value at a percentile of `count` samples, microseconds; `count` is at least 1. */
function valueAtUs(counter: BucketCounter, name: PercentileName, count: number): number {
  return highestValueOf(bucketOfRank(counter, rankOf(name, count)));
}

/** The rank, counted from 1, of the sample that is the percentile of `count` samples. */
function rankOf(name: PercentileName, count: number): number {
  return Math.max(1, Math.ceil((count * PERCENTILES[name]) / 10_000));
}

/**
 * The value at a percentile as HdrHistogram defines it (the highest value equivalent to the sample of rank ⌈p·count⌉), in
 * microseconds, however few the samples are; undefined without any. For comparisons inside the tool, not for reports.
 */
export function rawPercentileUs(counter: BucketCounter, name: PercentileName): number | undefined {
  const count = countOf(counter);
  return count === 0 ? undefined : valueAtUs(counter, name, count);
}

/** The value below or at which `share` of the samples are, as {@link rawPercentileUs} tells it; 0 without any. */
export function valueAtShareUs(counter: BucketCounter, share: number): number {
  const count = countOf(counter);
  return count === 0
    ? 0
    : highestValueOf(bucketOfRank(counter, Math.min(count, Math.max(1, Math.ceil(count * share)))));
}

/** One percentile in milliseconds; null when the sample is too small for it. */
export function percentileMs(counter: BucketCounter, name: PercentileName): number | null {
  const count = countOf(counter);
  return count < samplesNeededFor(name) ? null : valueAtUs(counter, name, count) / 1000;
}

/**
 * Several percentiles in one walk over the buckets, milliseconds; null where the sample is too small.
 * @param names the lowest first
 */
export function percentilesMs<N extends PercentileName>(
  counter: BucketCounter,
  names: readonly N[],
): Readonly<Record<N, number | null>> {
  const filled = [...counter.filled()];
  const count = filled.reduce((sum, index) => sum + (counter.counts[index] ?? 0), 0);
  const values = Object.fromEntries(names.map((name) => [name, null])) as Record<N, number | null>;
  const wanted = names.filter((name) => count >= samplesNeededFor(name));
  let reached = 0;
  let next = 0;
  for (const index of filled) {
    if (next === wanted.length) break;
    reached += counter.counts[index] ?? 0;
    for (; next < wanted.length; next++) {
      const name = wanted[next];
      if (name === undefined || reached < rankOf(name, count)) break;
      values[name] = highestValueOf(index) / 1000;
    }
  }
  return values;
}

/** The largest sample in milliseconds, however few there are; null without any. */
export function maxMs(counter: BucketCounter): number | null {
  const count = countOf(counter);
  return count === 0 ? null : highestValueOf(bucketOfRank(counter, count)) / 1000;
}

/** Mean and standard deviation (of the population) in microseconds, with the middle of each bucket for its samples. */
function momentsUs(counter: BucketCounter, count: number): { readonly meanUs: number; readonly stddevUs: number } {
  const sumOver = (term: (valueUs: number) => number): number => {
    let sum = 0;
    for (const index of counter.filled()) {
      sum += (counter.counts[index] ?? 0) * term(middleValueOf(index));
    }
    return sum;
  };
  const meanUs = sumOver((valueUs) => valueUs) / count;
  return { meanUs, stddevUs: Math.sqrt(sumOver((valueUs) => (valueUs - meanUs) ** 2) / count) };
}

/** Everything that the report says of a latency. Values are as exact as the buckets: to the microsecond below 2 ms, to 0.1 % above. */
export function summarise(counter: BucketCounter): LatencySummary {
  const count = countOf(counter);
  const { p50, p75, p90, p95, p99, p999, p9999 } = percentilesMs(counter, PERCENTILE_NAMES);
  const moments = count === 0 ? undefined : momentsUs(counter, count);
  return {
    count,
    min: count === 0 ? null : lowestValueOf(bucketOfRank(counter, 1)) / 1000,
    mean: moments === undefined ? null : moments.meanUs / 1000,
    stddev: moments === undefined ? null : moments.stddevUs / 1000,
    p50,
    p75,
    p90,
    p95,
    p99,
    p999,
    p9999,
    max: maxMs(counter),
  };
}

/** Several counters as one: percentiles are never averaged, their samples are put together. */
export function mergeCounters(counters: Iterable<BucketCounter>): BucketCounter {
  const merged = new BucketCounter();
  for (const counter of counters) merged.add(counter);
  return merged;
}

/** The `delivery` latency: every copy received, the senders' own and the others'. */
export function deliveryOf(echo: BucketCounter, fanout: BucketCounter): BucketCounter {
  return mergeCounters([echo, fanout]);
}
