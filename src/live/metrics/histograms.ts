import { BUCKET_COUNT, bucketIndexOf, type BucketCounter, lowestValueOf } from '../../metrics/bucket-counter.js';
import { countOf, middleValueOf } from '../../metrics/latency-summary.js';

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

/** A histogram with counts of everything up to each bound. */
export interface CumulativeHistogram {
  /** One for each of {@link BOUNDS_US}: samples up to it. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly sumSeconds: number;
}

/**
 * Counts samples up to each bound, exactly as the counter knows them: to the microsecond below 2 ms, to 0.1 % above, where the
 * bucket that holds the bound counts as below it.
 */
export function cumulative(counter: BucketCounter): CumulativeHistogram {
  const counts: number[] = [];
  let reached = 0;
  let index = 0;
  for (const boundUs of BOUNDS_US) {
    const last = bucketIndexOf(boundUs);
    for (; index <= last; index++) reached += counter.counts[index] ?? 0;
    counts.push(reached);
  }
  return { counts, count: countOf(counter), sumSeconds: sumSecondsOf(counter) };
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
  const samples = nonEmpty(counter);
  const positive = samples.filter(({ valueUs }) => valueUs > 0);
  const common = { count: countOf(counter), sumSeconds: sumSecondsOf(counter), zeroCount: counter.counts[0] ?? 0 };
  const [first, last] = [positive[0], positive.at(-1)];
  if (first === undefined || last === undefined) return { ...common, scale: 0, offset: 0, bucketCounts: [] };
  let scale = FINEST_SCALE;
  while (exponentialIndex(last.valueUs, scale) - exponentialIndex(first.valueUs, scale) >= MOST_BUCKETS) scale--;
  const offset = exponentialIndex(first.valueUs, scale);
  const bucketCounts = Array<number>(exponentialIndex(last.valueUs, scale) - offset + 1).fill(0);
  for (const { valueUs, count } of positive) {
    const at = exponentialIndex(valueUs, scale) - offset;
    bucketCounts[at] = (bucketCounts[at] ?? 0) + count;
  }
  const minUs = lowestValueOf(samples[0]?.index ?? 0);
  const maxUs = lowestValueOf(last.index + 1) - 1;
  return { ...common, scale, offset, bucketCounts, range: { min: minUs / US_PER_SECOND, max: maxUs / US_PER_SECOND } };
}

function exponentialIndex(valueUs: number, scale: number): number {
  return Math.ceil(Math.log2(valueUs / US_PER_SECOND) * 2 ** scale) - 1;
}

interface Filled {
  readonly index: number;
  /** The value that stands for the bucket, microseconds. */
  readonly valueUs: number;
  readonly count: number;
}

function nonEmpty(counter: BucketCounter): Filled[] {
  const filled: Filled[] = [];
  for (let index = 0; index < BUCKET_COUNT; index++) {
    const count = counter.counts[index] ?? 0;
    if (count > 0) filled.push({ index, valueUs: middleValueOf(index), count });
  }
  return filled;
}

/** The sum as the mean of the report has it: each bucket by its middle value. */
function sumSecondsOf(counter: BucketCounter): number {
  return nonEmpty(counter).reduce((sum, { valueUs, count }) => sum + valueUs * count, 0) / US_PER_SECOND;
}
