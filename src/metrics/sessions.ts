import { sumsOf } from '../core/numbers.js';
import type { SessionTimes } from '../core/sessions.js';
import type { BucketCounter } from './bucket-counter.js';
import { mergeCounters } from './latency-summary.js';

/** What of sessions simply adds up. */
export const SESSION_COUNTS = ['left', 'back', 'stillAway', 'neverBack', 'missed', 'recovered', 'untaken'] as const;

/** The sessions of a run, all workers together. */
export interface SessionOutcome extends Readonly<Record<(typeof SESSION_COUNTS)[number], number>> {
  readonly planned: SessionTimes;
  /** From the moment at which users were to come back until they were back in all rooms; of those who came back. */
  readonly backLatency: BucketCounter;
}

/** What several parts of a fleet had of them. */
export function addSessions(planned: SessionTimes, parts: readonly Omit<SessionOutcome, 'planned'>[]): SessionOutcome {
  return {
    planned,
    ...sumsOf(parts, SESSION_COUNTS),
    backLatency: mergeCounters(parts.map(({ backLatency }) => backLatency)),
  };
}

/** Of runs that have the same ones, what all of them had; null where they differ, or have none. */
export function mergeSessions(runs: readonly (SessionOutcome | null)[]): SessionOutcome | null {
  const known = runs.filter((run) => run !== null);
  const [first] = known;
  const key = ({ planned: { lengthMs, pauseMs } }: SessionOutcome): string =>
    [lengthMs.min, lengthMs.max, pauseMs.min, pauseMs.max].join(' ');
  if (first === undefined || known.length < runs.length || known.some((run) => key(run) !== key(first))) return null;
  return addSessions(first.planned, known);
}
