import { ENGLISH, type Wording } from '../core/language/words.js';
import { pickFields } from '../core/records.js';
import type { BucketCounter } from '../metrics/bucket-counter.js';
import { encodeHistogram } from '../metrics/hdr-encoding.js';
import { type LatencySummary, summarise } from '../metrics/latency-summary.js';
import { READ_COUNTS, type ReadOutcome } from '../metrics/reads.js';
import type { ReadsReport, Report } from './report-types.js';

/** What was read beside the messages, as the report tells it. */
export function readsReport({ planned, latency, staleness, ...counts }: ReadOutcome): ReadsReport {
  const { intended, sent, answered, failed, judged, stale } = counts;
  return {
    perSecond: planned,
    intended,
    sent,
    unsent: intended - sent,
    answered,
    failed,
    unanswered: sent - answered - failed,
    judged,
    stale,
    latencyMs: summarise(latency),
    stalenessMs: summarise(staleness),
    histograms: { latency: encodeHistogram(latency), staleness: encodeHistogram(staleness) },
  };
}

/** What a {@link readsReport} was made of. @param decode makes a counter of one of its histograms */
export function readsOf(
  report: ReadsReport,
  decode: (histogram: string, name: keyof ReadsReport['histograms']) => BucketCounter,
): ReadOutcome {
  const { histograms } = report;
  return {
    planned: report.perSecond,
    ...pickFields(report, READ_COUNTS),
    latency: decode(histograms.latency, 'latency'),
    staleness: decode(histograms.staleness, 'staleness'),
  };
}

/** `4,000 of 4,000 at 200/s answered; 12 failed; 40 of 3,988 answers behind, at most 320 ms`. */
export function readsText({ reads }: Pick<Report, 'reads'>, words: Wording = ENGLISH): string | undefined {
  if (reads === null) return undefined;
  const { perSecond, intended, answered, failed, unsent, unanswered, judged, stale, stalenessMs } = reads;
  const wanting = (
    [
      [failed, 'reads.failed'],
      [unanswered, 'reads.not-answered'],
      [unsent, 'reads.not-sent'],
    ] as const
  ).filter(([count]) => count > 0);
  const behind =
    stale === 0
      ? words.text('reads.none-behind', { judged })
      : words.text('reads.behind', { stale, judged, most: stalenessMs.max });
  return [
    words.text('reads.outcome', { answered, intended, rate: perSecond }),
    ...wanting.map(([count, key]) => words.text(key, { count })),
    ...(judged === 0 ? [] : [behind]),
  ].join('; ');
}

/** No part is larger than its whole; what was told apart adds up by how it is computed. */
export function partsOfReads({ reads }: Report): (readonly [what: string, part: number, whole: number])[] {
  if (reads === null) return [];
  const { intended, sent, answered, failed, judged, stale, latencyMs, stalenessMs } = reads;
  return [
    ['reads sent, of intended', sent, intended],
    ['reads answered or failed, of sent', answered + failed, sent],
    ['answers looked through, of answered', judged, answered],
    ['stale answers, of those looked through', stale, judged],
    ['samples of reads, of answered', latencyMs.count, answered],
    ['samples of staleness, of answers looked through', stalenessMs.count, judged],
  ];
}

/** Their sums. */
export function readEqualities({ reads }: Report): (readonly [what: string, left: number, right: number])[] {
  if (reads === null) return [];
  const { intended, sent, unsent, answered, failed, unanswered } = reads;
  return [
    ['unsent reads = intended − sent', unsent, intended - sent],
    ['unanswered reads = sent − answered − failed', unanswered, sent - answered - failed],
  ];
}

/** Their times, from their histograms. */
export function readTimesAgain({
  reads,
}: Report): (readonly [what: string, told: LatencySummary, histogram: string])[] {
  return reads === null
    ? []
    : [
        ['reads.latencyMs', reads.latencyMs, reads.histograms.latency],
        ['reads.stalenessMs', reads.stalenessMs, reads.histograms.staleness],
      ];
}
