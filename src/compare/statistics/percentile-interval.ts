import { type BucketCounter, bucketIndexOf } from '../../metrics/bucket-counter.js';
import { middleOf } from '../../metrics/coarse-counts.js';
import {
  type LatencySummary,
  PERCENTILES,
  type PercentileName,
  valueAtShareUs,
} from '../../metrics/latency-summary.js';
import { forEachCount, type SparseCounts } from '../../metrics/sparse-counts.js';
import { blockVarianceOfSum } from './block-variance.js';
import { type Interval, type Knowledge, sharesAround } from './interval.js';

/** What was measured of a latency. */
export interface Samples {
  readonly summary: LatencySummary;
  /** All samples. */
  readonly counter: BucketCounter;
  /** The samples of each second, as counts that are to be added up; empty where the seconds are unknown. */
  readonly seconds: readonly (readonly SparseCounts[])[];
  /** The copies of one message come together and are no more than one to judge by: messages behind the samples. */
  readonly messages: number;
}

/** What a run of a few seconds knows: nothing can be told from it. */
const IGNORANCE: Knowledge = { effectiveSamples: 1, degrees: 1 };

/**
 * What the samples know of a percentile. With counts by the second it is found out how much more the share of samples below the
 * percentile varies from stretch to stretch than it would if they were independent. Without them every message is taken for
 * independent, which is too good to be true.
 * @returns IGNORANCE for a run of a few seconds
 */
export function knowledgeOf({ summary, seconds, messages }: Samples, name: PercentileName): Knowledge {
  if (seconds.length === 0) return { effectiveSamples: Math.max(1, messages), degrees: Number.POSITIVE_INFINITY };
  const valueMs = summary[name];
  if (valueMs === null) return IGNORANCE;
  const rows = withoutEmptyEnd(seconds.map((counts) => splitAt(counts, valueMs * 1000)));
  const samples = rows.reduce((sum, row) => sum + row.samples, 0);
  const share = rows.reduce((sum, row) => sum + row.below, 0) / samples;
  const error = blockVarianceOfSum(rows.map((row) => row.below - share * row.samples));
  if (error === undefined) return IGNORANCE;
  const independent = share * (1 - share) * samples * samples;
  const most = Math.max(1, messages);
  return {
    effectiveSamples: error.variance === 0 ? most : Math.min(most, Math.max(1, independent / error.variance)),
    degrees: error.degrees,
  };
}

/**
 * The percentile with its interval, milliseconds.
 * @param tail probability that the true percentile lies beyond one end
 * @returns undefined when the sample is too small for the percentile
 */
export function percentileInterval(
  { summary, counter }: Samples,
  name: PercentileName,
  knowledge: Knowledge,
  tail: number,
): Interval | undefined {
  const value = summary[name];
  if (value === null) return undefined;
  const { low, high } = sharesAround(PERCENTILES[name] / 10_000, knowledge, tail);
  return {
    value,
    low: low <= 0 ? 0 : Math.min(value, valueAtShareUs(counter, low) / 1000),
    high: high >= 1 ? Number.POSITIVE_INFINITY : Math.max(value, valueAtShareUs(counter, high) / 1000),
  };
}

interface Split {
  readonly samples: number;
  readonly below: number;
}

/** Samples of a second, and those below a value: of those in its own bucket, half. */
function splitAt(counts: readonly SparseCounts[], valueUs: number): Split {
  let samples = 0;
  let below = 0;
  const own = bucketIndexOf(middleOf(Math.round(valueUs)));
  for (const part of counts) {
    forEachCount(part, (index, count) => {
      samples += count;
      if (index <= own) below += index === own ? count / 2 : count;
    });
  }
  return { samples, below };
}

/** Without the seconds of a drain in which nothing came any more. */
function withoutEmptyEnd(rows: readonly Split[]): readonly Split[] {
  return rows.slice(0, rows.findLastIndex(({ samples }) => samples > 0) + 1);
}
