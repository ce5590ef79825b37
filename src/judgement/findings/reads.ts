import { type Message, message } from '../../core/language/words.js';
import { maxMs } from '../../metrics/latency-summary.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';

/** Answers that lacked what had been delivered, and reads that were not sent or not answered. */
export function readFindings({ reads }: RunOutcome): Message[] {
  if (reads === null) return [];
  const { intended, sent, answered, failed, judged, stale, staleness } = reads;
  const unanswered = sent - answered - failed;
  return [
    ...(stale === 0 ? [] : [message('reads.stale', { stale, judged, share: stale / judged, most: maxMs(staleness) })]),
    ...(sent === intended ? [] : [message('reads.unsent', { unsent: intended - sent, intended })]),
    ...(unanswered === 0 ? [] : [message('reads.unanswered', { count: unanswered })]),
  ];
}
