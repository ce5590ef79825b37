import { BUCKET_COUNT, bucketIndexOf, lowestValueOf, MAX_VALUE_US } from './bucket-counter.js';
import { PERCENTILES, samplesNeededFor } from './latency-summary.js';

/** Eight buckets of a `BucketCounter` are one: 12 kB a room, and exact to 1 %, which is enough to tell rooms apart. */
const BUCKETS_IN_ONE_BITS = 3;

/** Latencies of the copies of one room. What cannot be a latency is left out: the run's own counters count it. */
export class RoomLatency {
  readonly #counts = new Uint32Array((BUCKET_COUNT >> BUCKETS_IN_ONE_BITS) + 1);

  /** @param valueUs integer microseconds */
  record(valueUs: number): void {
    if (valueUs >= 0 && valueUs <= MAX_VALUE_US) {
      const index = bucketIndexOf(valueUs) >> BUCKETS_IN_ONE_BITS;
      this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    }
  }

  /** Milliseconds; null when the sample is too small for it. */
  p99Ms(): number | null {
    const count = this.#counts.reduce((sum, samples) => sum + samples, 0);
    if (count < samplesNeededFor('p99')) return null;
    const rank = Math.ceil((count * PERCENTILES.p99) / 10_000);
    let reached = 0;
    const index = this.#counts.findIndex((samples) => {
      reached += samples;
      return reached >= rank;
    });
    return (lowestValueOf((index + 1) << BUCKETS_IN_ONE_BITS) - 1) / 1000;
  }
}
