import type { Arrive } from '../../core/arrive.js';
import { message, type Message, type Wording } from '../../core/language/words.js';
import { drawnTimeText, type DrawnTime, type SessionTimes } from '../../core/sessions.js';
import type { SlowReaders } from '../../core/slow-readers.js';
import type { Storm } from '../../core/storms.js';

/** A storm as it is planned: `50.00 % of the users are cut at 20s, offline for 2s, back at once`. */
export function plannedStorm({ atMs, share, offlineMs, how, back }: Storm): Message {
  return message('plan.storm', {
    at: atMs,
    share,
    offline: offlineMs,
    end: how === 'cut' ? message('plan.storm.cut') : message('plan.storm.leave'),
    back: back === 'at-once' ? message('plan.storm.at-once') : message('plan.storm.delayed'),
  });
}

/** Sessions, with what they make of everybody, once they go on for long: of a user's whole time it is away for the mean pause. */
export function plannedSessions(users: number, { lengthMs, pauseMs }: SessionTimes, words: Wording): Message {
  const [stayMs, awayMs] = [meanOf(lengthMs), meanOf(pauseMs)];
  return message('plan.sessions', {
    stay: drawnTimeText(lengthMs, words),
    away: drawnTimeText(pauseMs, words),
    rate: (users * 1000) / (stayMs + awayMs),
    share: awayMs / (stayMs + awayMs),
  });
}

function meanOf({ min, max }: DrawnTime): number {
  return (min + max) / 2;
}

/** Slow readers as they are planned: `5.00 % of the users do not read from 10s on, for 20s`. */
export function plannedSlowReaders({ share, atMs, durationMs }: SlowReaders): Message {
  return message('plan.slow-readers', { share, at: atMs, duration: durationMs });
}

/** How users come. */
export function plannedArrivals({ perSecond }: Arrive): Message {
  return perSecond === null ? message('plan.arrive.overlapped') : message('plan.arrive', { rate: perSecond });
}
