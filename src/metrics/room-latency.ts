import { bucketIndexOf, lowestValueOf, MAX_VALUE_US } from './bucket-counter.js';
import { PERCENTILES, samplesNeededFor } from './latency-summary.js';

/** Eight buckets of a `BucketCounter` are one: exact to 1 %, which is enough to tell rooms apart. */
const BUCKETS_IN_ONE_BITS = 3;
/** So many of them are a doubling of the latency; a room has half a kilobyte for each that occurs in it. */
const OCTAVE_BITS = 7;
const OCTAVE_MASK = (1 << OCTAVE_BITS) - 1;

/** Latencies of the copies of one room. What cannot be a latency is left out: the run's own counters count it. */
export class RoomLatency {
  readonly #octaves: (Uint32Array | undefined)[] = [];

  /** @param valueUs integer microseconds */
  record(valueUs: number): void {
    if (valueUs >= 0 && valueUs <= MAX_VALUE_US) {
      const index = bucketIndexOf(valueUs) >> BUCKETS_IN_ONE_BITS;
      const counts = this.#octaves[index >> OCTAVE_BITS] ?? this.#open(index >> OCTAVE_BITS);
      counts[index & OCTAVE_MASK] = (counts[index & OCTAVE_MASK] ?? 0) + 1;
    }
  }

  /** Milliseconds; null when the sample is too small for it. */
  p99Ms(): number | null {
    const buckets = this.#octaves.flatMap((counts, octave) =>
      Array.from(counts ?? [], (samples, place) => ({ samples, index: (octave << OCTAVE_BITS) + place })),
    );
    const count = buckets.reduce((sum, { samples }) => sum + samples, 0);
    if (count < samplesNeededFor('p99')) return null;
    const rank = Math.ceil((count * PERCENTILES.p99) / 10_000);
    let reached = 0;
    const bucket = buckets.find(({ samples }) => {
      reached += samples;
      return reached >= rank;
    });
    return bucket === undefined ? null : (lowestValueOf((bucket.index + 1) << BUCKETS_IN_ONE_BITS) - 1) / 1000;
  }

  #open(octave: number): Uint32Array {
    // No holes: an array without them is faster.
    while (this.#octaves.length <= octave) this.#octaves.push(undefined);
    const counts = new Uint32Array(1 << OCTAVE_BITS);
    this.#octaves[octave] = counts;
    return counts;
  }
}
