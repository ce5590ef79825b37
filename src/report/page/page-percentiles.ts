import { BUCKET_COUNT, type BucketCounter, lowestValueOf } from '../../metrics/bucket-counter.js';
import { countOf } from '../../metrics/latency-summary.js';
import type { PagePercentiles, PercentileSeries } from './page-types.js';

const POINTS_PER_DECADE = 16;
/** Up to p99.9999999, beyond the samples of the largest run. */
const DECADES = 9;

/** 1 ÷ (1 − p) of every point: evenly on the axis of nines, and the quartiles that people look for. */
const X: readonly number[] = [
  ...new Set([
    ...Array.from({ length: POINTS_PER_DECADE * DECADES + 1 }, (_, index) =>
      index % POINTS_PER_DECADE === 0
        ? 10 ** (index / POINTS_PER_DECADE)
        : Number((10 ** (index / POINTS_PER_DECADE)).toPrecision(5)),
    ),
    2,
    4,
    20,
  ]),
].toSorted((one, other) => one - other);

/**
 * The curves of an HDR plot; undefined without any sample. A curve ends at its largest sample: at the first point of which
 * that is the percentile.
 */
export function pagePercentilesOf(
  counters: readonly (readonly [name: PercentileSeries, counter: BucketCounter | undefined])[],
): PagePercentiles | null {
  const series = counters.flatMap(([name, counter]) =>
    counter === undefined || countOf(counter) === 0 ? [] : [{ name, valuesMs: curveOf(counter) }],
  );
  const length = Math.max(0, ...series.map(({ valuesMs }) => valuesMs.length));
  if (length === 0) return null;
  return {
    x: X.slice(0, length),
    series: series.map(({ name, valuesMs }) => ({
      name,
      valuesMs: [...valuesMs, ...Array.from({ length: length - valuesMs.length }, () => null)],
    })),
  };
}

function curveOf(counter: BucketCounter): number[] {
  const count = countOf(counter);
  const values: number[] = [];
  let reached = 0;
  let index = -1;
  for (const x of X) {
    const rank = Math.min(count, Math.max(1, Math.ceil(count * (1 - 1 / x) - 1e-6)));
    while (reached < rank && index < BUCKET_COUNT - 1) reached += counter.counts[++index] ?? 0;
    values.push((lowestValueOf(index + 1) - 1) / 1000);
    if (rank >= count) break;
  }
  return values;
}
