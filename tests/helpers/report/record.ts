import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { NdjsonRecord, openRecordFile } from '#dist/live/ndjson.js';
import type { LiveEvent } from '#dist/live/watcher.js';
import { emptyCounters, emptyGauges, type Snapshot } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { buildReport } from '#dist/report/build-report.js';
import { reportContext, runOutcome } from './outcome.js';
import { spreadOf } from './spread.js';

/** When the run began. */
const STARTED_AT = '2026-12-31T23:59:00.000Z';
/** Counts of nothing. */
export const EMPTY = encodeCounts(spreadOf(0, 0, 0));
const COPIES = 400;

/** A second in which a worker sent 100 messages to rooms of four; of `missing` copies nothing has been seen. */
function snapshot(workerIndex: number, second: number, missing = 0): Snapshot {
  return {
    workerIndex,
    phase: 'flood',
    second,
    counters: {
      ...emptyCounters(),
      intended: 100,
      sent: 100,
      completed: 100,
      received: COPIES - missing,
      operations: 100,
    },
    gauges: { ...emptyGauges(), connectionsOpen: 20, missing, inFlight: 8, expected: COPIES * (second + 1) + 8 },
    errors: {},
    reasons: [],
    latency: {
      echo: encodeCounts(spreadOf(100, 500 + second, 2_000)),
      fanout: encodeCounts(spreadOf(COPIES - 100 - missing, 500, 3_000 + workerIndex)),
      serviceEcho: EMPTY,
      lastReceiver: EMPTY,
      ack: EMPTY,
    },
    stages: [],
    stage: -1,
    self: {
      observedMs: 1000,
      cpuShare: 0.2,
      cpuWaitShare: 0,
      gcShare: 0.01,
      eventLoopDelay: EMPTY,
      scheduleSlip: encodeCounts(spreadOf(100, 0, 900)),
    },
  };
}

/** A second in which the observers sent ten messages to each other. */
function observed(): Snapshot {
  const counters = { ...emptyCounters(), intended: 10, sent: 10, completed: 10, received: 20, operations: 10 };
  const latency = { echo: encodeCounts(spreadOf(10, 500, 2_000)), fanout: encodeCounts(spreadOf(10, 500, 2_000)) };
  const second = snapshot(-1, 0);
  return {
    ...second,
    counters,
    gauges: { ...emptyGauges(), connectionsOpen: 2, expected: 20 },
    latency: { ...second.latency, ...latency },
  };
}

/** Two seconds of two workers. */
export const SNAPSHOTS = [snapshot(0, 0), snapshot(1, 0), snapshot(0, 1), snapshot(1, 1, 3)];
const CONNECTED = { phase: 'connect', total: 40, attempted: 40, succeeded: 40, failed: 0 } as const;
/** A run of two seconds. */
export const EVENTS: readonly LiveEvent[] = [
  { type: 'phase-start', phase: 'connect', total: 40 },
  { type: 'phase-end', progress: CONNECTED, durationMs: 80, latency: encodeCounts(spreadOf(40, 1_000, 9_000)) },
  { type: 'phase-start', phase: 'flood', total: 30_000 },
  { type: 'notice', message: 'A line\u2028in a line.' },
  ...SNAPSHOTS.map((one): LiveEvent => ({ type: 'snapshot', role: 'fleet', snapshot: one })),
  { type: 'snapshot', role: 'canary', snapshot: observed() },
  { type: 'alert', alert: { rule: 'errors>5%', message: 'Too many.', second: 1, value: 0.07, limit: 0.05 } },
];

/** Writes a record to `path`: its text, and that without its last line. */
export async function recordOf(
  path: string,
  events: readonly LiveEvent[],
  report = buildReport(runOutcome(), reportContext()),
  context = reportContext(),
) {
  const company = { notice: assert.fail, failure: assert.fail };
  const beginning = { context, startedAt: STARTED_AT };
  const record = new NdjsonRecord(path, await openRecordFile(path), beginning, company);
  for (const event of events) record.onEvent(event);
  await record.end(report);
  const text = await readFile(path, 'utf8');
  return { whole: text, killed: text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1), report };
}
