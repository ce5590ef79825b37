import { ENGLISH, message, type Wording } from '../core/language/words.js';
import { pickFields } from '../core/records.js';
import type { BucketCounter } from '../metrics/bucket-counter.js';
import { encodeHistogram } from '../metrics/hdr-encoding.js';
import { SESSION_COUNTS, type SessionOutcome } from '../metrics/sessions.js';
import type { SessionReport } from './report-types.js';
import { timesOf } from './storm-report.js';

/** Sessions, as the report tells of them. */
export function sessionReport({ planned, backLatency, ...counts }: SessionOutcome): SessionReport {
  return { ...planned, ...counts, backMs: timesOf(backLatency), histogram: encodeHistogram(backLatency) };
}

/** What a {@link sessionReport} was made of. @param decode makes a counter of its histogram */
export function sessionsOf(report: SessionReport, decode: (histogram: string) => BucketCounter): SessionOutcome {
  return {
    planned: pickFields(report, ['lengthMs', 'pauseMs']),
    ...pickFields(report, SESSION_COUNTS),
    backLatency: decode(report.histogram),
  };
}

/** What became of them: `users left 1,234 times, 1,230 back in p50 12 ms, max 80 ms, 3 away at the end, 1 never, 567 copies missed`. */
export function sessionsOutcomeText(
  { left, back, stillAway, neverBack, backMs, missed, recovered }: SessionReport,
  words: Wording = ENGLISH,
): string {
  const rest = [
    back === 0 ? message('storm.back', { back }) : message('storm.back-in', { back, p50: backMs.p50, max: backMs.max }),
    ...(stillAway === 0 ? [] : [message('sessions.still-away', { count: stillAway })]),
    ...(neverBack === 0 ? [] : [message('storm.never', { count: neverBack })]),
    message('storm.missed', { count: missed }),
    ...(recovered === 0 ? [] : [message('storm.recovered', { count: recovered })]),
  ];
  return words.text('sessions.outcome', { left, rest });
}
