import { BUCKET_COUNT, type BucketCounter, bucketIndexOf, lowestValueOf } from '../../metrics/bucket-counter.js';
import { middleValueOf } from '../../metrics/latency-summary.js';

const US_PER_SECOND = 1e6;

/** Steps of a decade: fine enough for percentiles between them, few enough for every scrape. */
const STEPS = [1, 1.5, 2, 3, 5, 7.5] as const;

/** Upper bounds of the buckets that Prometheus gets, microseconds: six a decade from 0.1 ms to 10 s, then 10, 30 and 60 s. */
export const BOUNDS_US: readonly number[] = [
  ...[100, 1000, 10_000, 100_000, 1_000_000].flatMap((decadeUs) => STEPS.map((step) => step * decadeUs)),
  10_000_000,
  30_000_000,
  60_000_000,
];

/** For each bound the first bucket that is above it. */
const BOUND_ENDS = BOUNDS_US.map((boundUs) => bucketIndexOf(boundUs) + 1);

/** A histogram with counts of everything up to each bound. */
export interface CumulativeHistogram {
  /** One for each of {@link BOUNDS_US}: samples up to it. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly sumSeconds: number;
}

/**
 * Counts samples up to each bound, exactly as the counter knows them: to the microsecond below 2 ms, to 0.1 % above, where the
 * bucket that holds the bound counts as below it. The sum is that of the report's mean: each bucket by its middle value.
 */
export function cumulative(counter: BucketCounter): CumulativeHistogram {
  const { middlesUs } = tables();
  const upTo: number[] = [];
  let count = 0;
  let sumUs = 0;
  for (const index of counter.filled()) {
    while (index >= (BOUND_ENDS[upTo.length] ?? BUCKET_COUNT)) upTo.push(count);
    const samples = counter.counts[index] ?? 0;
    count += samples;
    sumUs += samples * (middlesUs[index] ?? 0);
  }
  while (upTo.length < BOUND_ENDS.length) upTo.push(count);
  return { counts: upTo, count, sumSeconds: sumUs / US_PER_SECOND };
}

/** A histogram with buckets whose bounds are powers of `2^(2^−scale)` seconds, as OTLP calls it. */
export interface ExponentialHistogram {
  readonly count: number;
  readonly sumSeconds: number;
  readonly scale: number;
  /** Samples of 0 µs. */
  readonly zeroCount: number;
  /** Bucket `offset + i` has `bucketCounts[i]` samples in (base^(offset+i), base^(offset+i+1)] seconds. */
  readonly offset: number;
  readonly bucketCounts: readonly number[];
  /** Seconds; absent without samples. */
  readonly range?: { readonly min: number; readonly max: number };
}

/** The finest scale that is tried: 64 buckets a doubling. */
const FINEST_SCALE = 6;
/** Buckets of a histogram, as OpenTelemetry's own aggregation has them at most. */
const MOST_BUCKETS = 160;

/**
 * Converts a counter, each of its buckets by its middle value, with the finest scale that takes no more than 160 buckets
 * (OpenTelemetry metrics data model, "ExponentialHistogram": index = ⌈log2(value) · 2^scale⌉ − 1).
 */
export function exponential(counter: BucketCounter): ExponentialHistogram {
  const { count, sumSeconds } = cumulative(counter);
  const zeroCount = counter.counts[0] ?? 0;
  const common = { count, sumSeconds, zeroCount };
  const filled = [...counter.filled()].filter((index) => index > 0);
  const [first, last] = [filled[0], filled.at(-1)];
  if (first === undefined || last === undefined) return { ...common, scale: 0, offset: 0, bucketCounts: [] };
  let scale = FINEST_SCALE;
  while (exponentialIndex(last, scale) - exponentialIndex(first, scale) >= MOST_BUCKETS) scale--;
  const offset = exponentialIndex(first, scale);
  const bucketCounts = Array<number>(exponentialIndex(last, scale) - offset + 1).fill(0);
  for (const index of filled) {
    const at = exponentialIndex(index, scale) - offset;
    bucketCounts[at] = (bucketCounts[at] ?? 0) + (counter.counts[index] ?? 0);
  }
  const minUs = zeroCount > 0 ? 0 : lowestValueOf(first);
  const maxUs = lowestValueOf(last + 1) - 1;
  return { ...common, scale, offset, bucketCounts, range: { min: minUs / US_PER_SECOND, max: maxUs / US_PER_SECOND } };
}

/** The exponential bucket that the counter's bucket `index`, not the one of 0 µs, belongs to. */
function exponentialIndex(index: number, scale: number): number {
  return Math.ceil((tables().logarithms[index] ?? 0) * 2 ** scale) - 1;
}

interface Tables {
  /** The middle value of each bucket. */
  readonly middlesUs: Float64Array;
  /** log2 of the same in seconds. */
  readonly logarithms: Float64Array;
}

let tablesOnce: Tables | undefined;

/** What is the same for every histogram, computed when it is first needed: a scrape takes many of them. */
function tables(): Tables {
  if (tablesOnce === undefined) {
    const middlesUs = Float64Array.from({ length: BUCKET_COUNT }, (_, index) => middleValueOf(index));
    tablesOnce = { middlesUs, logarithms: middlesUs.map((valueUs) => Math.log2(valueUs / US_PER_SECOND)) };
  }
  return tablesOnce;
}
