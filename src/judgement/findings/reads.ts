import { amount } from '../../core/text.js';
import { formatCount, formatLatencyMs, formatShare } from '../../core/units.js';
import { maxMs } from '../../metrics/latency-summary.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';

/** Answers that lacked what had been delivered, and reads that were not sent or not answered. */
export function readFindings({ reads }: RunOutcome): string[] {
  if (reads === null) return [];
  const { intended, sent, answered, failed, judged, stale, staleness } = reads;
  const unanswered = sent - answered - failed;
  return [
    ...(stale === 0
      ? []
      : [
          `${formatCount(stale)} of ${amount(judged, 'answer')} to reads (${formatShare(stale / judged)}) lacked messages that had been delivered before they were asked for, at most ${formatLatencyMs(maxMs(staleness))} before: what is read is behind what is sent, as by a cache that nothing invalidates.`,
        ]),
    ...(sent === intended
      ? []
      : [
          `${formatCount(intended - sent)} of ${amount(intended, 'read')} never left: as many as limits.readConcurrency allows were under way, and the answers took too long.`,
        ]),
    ...(unanswered === 0
      ? []
      : [`${amount(unanswered, 'read')} had no answer when the run's wait for what was under way was over.`]),
  ];
}
