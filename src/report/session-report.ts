import { pickFields } from '../core/records.js';
import type { DrawnTime, SessionTimes } from '../core/sessions.js';
import { amount } from '../core/text.js';
import { formatCount, formatLatencyMs, formatTime } from '../core/units.js';
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

/** As they are planned: `users stay for 30s to 5m and are away for 1s to 10s, again and again`. */
export function plannedSessionsText({ lengthMs, pauseMs }: SessionTimes): string {
  return `users stay for ${drawnText(lengthMs)} and are away for ${drawnText(pauseMs)}, again and again`;
}

/** A span of time: `30s to 5m`, or `30s` where it is always the same. */
export function drawnText({ min, max }: DrawnTime): string {
  return min === max ? formatTime(min) : `${formatTime(min)} to ${formatTime(max)}`;
}

/** What became of them: `users left 1,234 times, 1,230 back in p50 12 ms, max 80 ms, 3 away at the end, 1 never, 567 copies missed`. */
export function sessionsOutcomeText({
  left,
  back,
  stillAway,
  neverBack,
  backMs,
  missed,
  recovered,
}: SessionReport): string {
  return [
    `users left ${amount(left, 'time')}`,
    `${formatCount(back)} back${back === 0 ? '' : ` in p50 ${formatLatencyMs(backMs.p50)}, max ${formatLatencyMs(backMs.max)}`}`,
    ...(stillAway === 0 ? [] : [`${formatCount(stillAway)} away at the end`]),
    ...(neverBack === 0 ? [] : [`${formatCount(neverBack)} never`]),
    `${formatCount(missed)} copies missed`,
    ...(recovered === 0 ? [] : [`${formatCount(recovered)} recovered`]),
  ].join(', ');
}
