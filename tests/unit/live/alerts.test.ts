import assert from 'node:assert/strict';
import test from 'node:test';
import { AlertWatcher } from '#dist/live/alerts.js';
import type { LiveEvent } from '#dist/live/watcher.js';
import { emptyCounters, emptyGauges } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { counterOf } from '../../helpers/report/spread.js';
import { liveSecond, snapshotOf } from '../../helpers/report/live-second.js';

/** What a watcher with these rules tells of a second, and of a second like it after a minute. */
function toldOf(rules: readonly string[], ...events: readonly LiveEvent[]): LiveEvent[] {
  const told: LiveEvent[] = [];
  const watcher = new AlertWatcher(rules, [], (event) => told.push(event));
  for (const event of events) watcher.onEvent(event);
  return told;
}

function counted(second: number, operations: number, errors: number, role: 'fleet' | 'canary' = 'fleet'): LiveEvent {
  const counters = { ...emptyCounters(), operations };
  const snapshot = snapshotOf(second, { counters, errors: { 'network.timeout': errors } });
  return { type: 'snapshot', role, snapshot };
}

const QUIET: LiveEvent = { type: 'second', second: liveSecond({ memoryShare: 0.2 }) };

test('errors are those of the fleet since the last second, without the set-up', () => {
  const setUp = counted(-1, 100, 90);
  const canary = counted(0, 10, 10, 'canary');
  assert.deepEqual(toldOf(['errors>5%'], setUp, canary, counted(0, 100, 5), QUIET), []);
  const told = toldOf(['errors>5%'], counted(0, 100, 0), QUIET, counted(1, 50, 2), counted(1, 50, 4), QUIET);
  assert.equal(told.length, 1);
  assert.ok(told[0]?.type === 'alert');
  assert.equal(told[0].alert.value, 0.06);
});

test('the backlog is what is under way and what waits to be sent', () => {
  const gauges = { ...emptyGauges(), inFlight: 9_000, backlog: 1_001 };
  const told = toldOf(['backlog>10000'], { type: 'second', second: liveSecond({ gauges }) });
  assert.ok(told[0]?.type === 'alert');
  assert.equal(told[0].alert.value, 10_001);
});

test('latency is that of the second alone, and an alert names the second', () => {
  const second = liveSecond({
    histograms: { echo: encodeCounts(counterOf([1_200_000])), fanout: encodeCounts(counterOf([1_300_000])) },
    row: { ...liveSecond().row, second: 41 },
  });
  const told = toldOf(['p95(delivery)>1s'], QUIET, { type: 'second', second });
  assert.ok(told[0]?.type === 'alert');
  assert.equal(told[0].alert.second, 41);
});
