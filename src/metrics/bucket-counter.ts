/**
 * The bucket layout of an HdrHistogram with 3 significant digits, unit 1 µs, up to one hour: the first 2048 values have
 * a bucket each, every further doubling of the range has 1024. (Java HdrHistogram, `AbstractHistogram.countsArrayIndex`.)
 */
const SUB_BUCKET_BITS = 11;
const SUB_BUCKET_HALF = 1 << (SUB_BUCKET_BITS - 1);
const SUB_BUCKET_MASK = (1 << SUB_BUCKET_BITS) - 1;

/** The largest value that is recorded, one hour in microseconds; it fits into 32 unsigned bits, and so does every index computation. */
export const MAX_VALUE_US = 3_600_000_000;

/** Number of buckets up to {@link MAX_VALUE_US}. */
export const BUCKET_COUNT = bucketIndexOf(MAX_VALUE_US) + 1;

/** The bucket that counts `valueUs`, an integer from 0 to {@link MAX_VALUE_US}. */
export function bucketIndexOf(valueUs: number): number {
  const bucket = 32 - SUB_BUCKET_BITS - Math.clz32(valueUs | SUB_BUCKET_MASK);
  return (bucket << (SUB_BUCKET_BITS - 1)) + (valueUs >>> bucket);
}

/** The smallest value that bucket `index` counts, in microseconds: the inverse of {@link bucketIndexOf}. */
export function lowestValueOf(index: number): number {
  if (index < SUB_BUCKET_HALF << 1) return index;
  const bucket = (index >> (SUB_BUCKET_BITS - 1)) - 1;
  return (SUB_BUCKET_HALF + (index & (SUB_BUCKET_HALF - 1))) * 2 ** bucket;
}

/** A doubling of the range: the counter knows of each whether anything is in it, so that the empty ones need not be looked through. */
const OCTAVE_BITS = SUB_BUCKET_BITS - 1;

/**
 * Counts integer microseconds into HdrHistogram buckets; the hot path's histogram. Recording is an index computation and an
 * increment. What cannot be a latency is counted apart, never clamped away.
 */
export class BucketCounter {
  readonly #counts = new Uint32Array(BUCKET_COUNT);
  /** Samples by bucket. */
  readonly counts: ArrayLike<number> = this.#counts;
  /** A bit for each octave that may hold samples. */
  #octaves = 0;
  /** Samples that were negative or not finite. */
  impossible = 0;
  /** Samples above {@link MAX_VALUE_US}, counted in the last bucket as well. */
  clamped = 0;

  /** @param valueUs integer microseconds */
  record(valueUs: number): void {
    if (valueUs >= 0 && valueUs <= MAX_VALUE_US) {
      this.increase(bucketIndexOf(valueUs), 1);
    } else this.#recordUnusual(valueUs);
  }

  /** Counts `by` more samples in bucket `index`. */
  increase(index: number, by: number): void {
    this.#counts[index] = (this.#counts[index] ?? 0) + by;
    this.#octaves |= 1 << (index >> OCTAVE_BITS);
  }

  /** The buckets that hold samples, ascending. */
  *filled(): Generator<number> {
    for (let octave = 0; octave << OCTAVE_BITS < BUCKET_COUNT; octave++) {
      if (((this.#octaves >> octave) & 1) === 0) continue;
      const end = Math.min(BUCKET_COUNT, (octave + 1) << OCTAVE_BITS);
      for (let index = octave << OCTAVE_BITS; index < end; index++) if (this.#counts[index] !== 0) yield index;
    }
  }

  /** Adds another counter's samples. */
  add(other: BucketCounter): void {
    for (const index of other.filled()) {
      this.increase(index, other.counts[index] ?? 0);
    }
    this.impossible += other.impossible;
    this.clamped += other.clamped;
  }

  /** Forgets everything. */
  reset(): void {
    this.#counts.fill(0);
    this.#octaves = 0;
    this.impossible = 0;
    this.clamped = 0;
  }

  #recordUnusual(valueUs: number): void {
    if (valueUs > MAX_VALUE_US && Number.isFinite(valueUs)) {
      this.clamped++;
      this.increase(BUCKET_COUNT - 1, 1);
    } else this.impossible++;
  }
}
