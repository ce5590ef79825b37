import assert from 'node:assert/strict';
import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { reportContext, runOutcome } from './outcome.js';

function timesOf(...milliseconds: number[]): BucketCounter {
  const counter = new BucketCounter();
  for (const time of milliseconds) counter.record(time * 1000);
  return counter;
}

const MISSED = { storm: 40, sessions: 25 };

/** The same with some of its counts larger. */
function added<T extends object>(counts: T, more: { readonly [K in keyof T]?: number }): T {
  const larger = Object.entries(more).map(([key, by]) => [key, Number(counts[key as keyof T]) + Number(by)] as const);
  return { ...counts, ...Object.fromEntries(larger) };
}

/** A storm of three users, sessions that ended five times, and a slow reader. */
export function lively(): RunOutcome {
  const healthy = runOutcome();
  const { deliveries, counters, timeline } = healthy;
  // Of messages more than those of a healthy run: nobody got most of their copies, and what came of them has no time.
  const [gone, recovered, sent] = [MISSED.storm + MISSED.sessions + 15, 9, 20];
  const more = { expected: gone + recovered, received: recovered, receiverGone: gone };
  const [first, ...others] = timeline;
  assert.ok(first);
  return {
    ...healthy,
    deliveries: added(deliveries, more),
    rooms: healthy.rooms.map((room, index) => (index === 0 ? { ...added(room, more), sent: room.sent + sent } : room)),
    counters: added(counters, { recovered, received: recovered, intended: sent, sent, completed: sent }),
    timeline: [added(first, { intended: sent, sent, completed: sent, delivered: recovered }), ...others],
    storms: [
      {
        planned: { atMs: 20_000, share: 0.5, offlineMs: 2000, how: 'cut', back: 'at-once' },
        cut: 3,
        back: 2,
        missed: MISSED.storm,
        recovered: 6,
        untaken: 1,
        backLatency: timesOf(12, 80),
        awayLatency: timesOf(2012, 2080),
      },
    ],
    sessions: {
      planned: { lengthMs: { min: 30_000, max: 300_000 }, pauseMs: { min: 1000, max: 1000 } },
      left: 5,
      back: 3,
      stillAway: 1,
      neverBack: 1,
      missed: MISSED.sessions,
      recovered: 3,
      untaken: 2,
      backLatency: timesOf(5, 6, 70),
    },
    slowReaders: {
      planned: { share: 0.05, atMs: 10_000, durationMs: 20_000 },
      users: 2,
      cut: 1,
      back: 0,
      held: 100,
      received: 85,
      gone: 10,
      dropped: 5,
    },
  };
}

/** What its report says. */
export function livelyReport(): Report {
  return buildReport(lively(), reportContext());
}
