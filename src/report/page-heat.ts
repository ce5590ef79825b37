import { BUCKET_COUNT, type BucketCounter, lowestValueOf } from '../metrics/bucket-counter.js';
import type { PageHeat } from './page-types.js';

/** Fine enough to see two humps apart, coarse enough for a page of ten minutes: a bin is 15 % wide. */
export const BINS_PER_DECADE = 16;

/** Columns of time that a page has room for. */
export const MOST_HEAT_COLUMNS = 400;

/** The bin of each bucket; computed once. */
const BIN_OF_BUCKET = Uint16Array.from({ length: BUCKET_COUNT }, (_, index) => {
  // The middle of a bucket, or one that begins just below the edge of a bin would be counted in the bin before.
  const middleUs = (lowestValueOf(index) + lowestValueOf(index + 1) - 1) / 2;
  return middleUs < 1 ? 0 : Math.floor(Math.log10(middleUs) * BINS_PER_DECADE + 1e-9);
});

const BIN_COUNT = (BIN_OF_BUCKET.at(-1) ?? 0) + 1;

/** The counters of one column of time as the page has them: the first bin that is not empty, then the counts; `[]` for none. */
export function heatColumn(counters: Iterable<BucketCounter>): number[] {
  const bins = new Float64Array(BIN_COUNT);
  for (const counter of counters) {
    for (const index of counter.filled()) {
      const bin = BIN_OF_BUCKET[index] ?? 0;
      bins[bin] = (bins[bin] ?? 0) + (counter.counts[index] ?? 0);
    }
  }
  const first = bins.findIndex((count) => count > 0);
  return first === -1 ? [] : [first, ...bins.subarray(first, bins.findLastIndex((count) => count > 0) + 1)];
}

/** A heat map of nothing. */
export function emptyHeat(): PageHeat {
  return { binsPerDecade: BINS_PER_DECADE, secondsPerColumn: 1, columns: { echo: [], fanout: [] } };
}
