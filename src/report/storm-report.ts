import { pickFields, recordOf } from '../core/records.js';
import type { BucketCounter } from '../metrics/bucket-counter.js';
import { encodeHistogram } from '../metrics/hdr-encoding.js';
import { maxMs, rawPercentileUs } from '../metrics/latency-summary.js';
import { STORM_COUNTS, type StormOutcome } from '../metrics/storms.js';
import type { StormReport } from './report-types.js';

/** What is told of the times of a storm. */
export const STORM_PERCENTILES = ['p50', 'p95', 'p99'] as const;

/** One storm, as the report tells it. */
export function stormReport({ planned, backLatency, awayLatency, ...counts }: StormOutcome): StormReport {
  const { back: returning, ...same } = planned;
  const { cut, back, missed, recovered, untaken } = counts;
  return {
    ...pickFields(same, ['atMs', 'share', 'offlineMs', 'how']),
    returning,
    cut,
    back,
    neverBack: cut - back,
    backMs: timesOf(backLatency),
    awayMs: timesOf(awayLatency),
    missed,
    recovered,
    untaken,
    histograms: { back: encodeHistogram(backLatency), away: encodeHistogram(awayLatency) },
  };
}

/** What a {@link stormReport} was made of. @param decode makes a counter of one of its histograms */
export function stormOf(
  report: StormReport,
  decode: (histogram: string, name: keyof StormReport['histograms']) => BucketCounter,
): StormOutcome {
  const { returning, histograms } = report;
  return {
    planned: { ...pickFields(report, ['atMs', 'share', 'offlineMs', 'how']), back: returning },
    ...pickFields(report, STORM_COUNTS),
    backLatency: decode(histograms.back, 'back'),
    awayLatency: decode(histograms.away, 'away'),
  };
}

/** They are no sample of users but all of them: every percentile is what it was. */
export function timesOf(counter: BucketCounter): StormReport['backMs'] {
  const percentiles = recordOf(STORM_PERCENTILES, (name) => {
    const valueUs = rawPercentileUs(counter, name);
    return valueUs === undefined ? null : valueUs / 1000;
  });
  return { ...percentiles, max: maxMs(counter) };
}
