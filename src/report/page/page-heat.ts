import { BUCKET_COUNT, type BucketCounter, lowestValueOf } from '../../metrics/bucket-counter.js';
import type { PageHeat } from './page-types.js';

/** Fine enough to see two humps apart, coarse enough for a page of ten minutes: a bin is 15 % wide. */
export const BINS_PER_DECADE = 16;

/** Columns of time that a page has room for. */
export const MOST_HEAT_COLUMNS = 400;

/** The bin of each bucket. */
let binsOnce: Uint16Array | undefined;

/** Computed when it is first needed: most runs have no page, and all of them load this file before they begin. */
function binOfBucket(): Uint16Array {
  binsOnce ??= Uint16Array.from({ length: BUCKET_COUNT }, (_, index) => {
    // The middle decides. By its lower end a bucket that begins just below the edge of a bin would count in the bin before.
    const middleUs = (lowestValueOf(index) + lowestValueOf(index + 1) - 1) / 2;
    return middleUs < 1 ? 0 : Math.floor(Math.log10(middleUs) * BINS_PER_DECADE + 1e-9);
  });
  return binsOnce;
}

/** The counters of one column of time as the page has them: the first bin that is not empty, then the counts; `[]` for none. */
export function heatColumn(counters: Iterable<BucketCounter>): number[] {
  const binOf = binOfBucket();
  const bins = new Float64Array((binOf.at(-1) ?? 0) + 1);
  for (const counter of counters) {
    for (const index of counter.filled()) {
      const bin = binOf[index] ?? 0;
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
