import assert from 'node:assert/strict';
import type { LiveEvent, RunBeginning, Tell } from '#dist/live/watcher.js';
import { emptyCounters, emptyGauges } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { liveSecond, NO_LATENCY } from './live-second.js';
import { reportContext } from './outcome.js';
import { counterOf } from './spread.js';

/** A run that is about to begin. */
export const BEGINNING: RunBeginning = { context: reportContext(), startedAt: '2026-12-31T23:59:00.000Z' };

/** For watchers that have nothing to say. */
export const nothingToTell: Tell = (event) => assert.fail(JSON.stringify(event));

/** Latencies of seconds that become a little slower, over and over. */
const HISTOGRAMS = Array.from({ length: 20 }, (_, slowness) => ({
  latencyUs: 1000 + 10 * slowness,
  echo: encodeCounts(counterOf(Array.from({ length: 100 }, (_unused, copy) => 1000 + 10 * slowness + copy))),
  fanout: encodeCounts(counterOf(Array.from({ length: 200 }, (_unused, copy) => 1000 + 10 * slowness + 5 * copy))),
}));

/** Second `index` of a flood of 100 messages/s in rooms of three. */
export function floodSecond(index: number): LiveEvent {
  const { latencyUs = 0, ...histograms } = HISTOGRAMS[index % HISTOGRAMS.length] ?? {
    echo: NO_LATENCY,
    fanout: NO_LATENCY,
  };
  const sent = 100 * (index + 1);
  const base = liveSecond();
  return {
    type: 'second',
    second: {
      ...base,
      elapsedMs: (index + 1) * 1000,
      durationMs: 30_000,
      sentPerSecond: 100,
      deliveredPerSecond: 300,
      sent,
      delivered: 3 * sent,
      p50Ms: latencyUs / 1000,
      p99Ms: latencyUs / 1000,
      missing: 0,
      errors: 0,
      errorsByKind: {},
      row: { ...base.row, second: index, intended: 100, sent: 100, delivered: 300, inFlight: index, missing: 0 },
      histograms,
      counters: { ...emptyCounters(), intended: sent, sent, completed: sent, received: 3 * sent, operations: sent },
      gauges: { ...emptyGauges(), connectionsOpen: 50, expected: 3 * sent },
    },
  };
}

/** A run up to the first second of its flood. */
export const SET_UP: readonly LiveEvent[] = [
  { type: 'phase-start', phase: 'join', total: 50 },
  { type: 'phase-progress', progress: { phase: 'join', total: 50, attempted: 25, succeeded: 25, failed: 0 } },
  {
    type: 'phase-end',
    progress: { phase: 'join', total: 50, attempted: 50, succeeded: 49, failed: 1 },
    durationMs: 120,
    latency: encodeCounts(counterOf(Array.from({ length: 49 }, (_, user) => 1000 * (user + 1)))),
  },
  { type: 'phase-start', phase: 'flood', total: 30_000 },
];

/** The end of the flood of {@link floodSecond}, and the drain. */
export const DRAIN: readonly LiveEvent[] = [
  {
    type: 'phase-end',
    progress: { phase: 'flood', total: 300, attempted: 300, succeeded: 300, failed: 0 },
    durationMs: 3000,
    latency: NO_LATENCY,
  },
  { type: 'phase-start', phase: 'drain', total: 50 },
];
