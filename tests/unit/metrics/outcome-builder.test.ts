import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { Collector } from '#dist/metrics/collector.js';
import { countOf } from '#dist/metrics/latency-summary.js';
import {
  addDeliveries,
  canaryFrom,
  emptyOutcome,
  type KnownOfRun,
  outcomeFrom,
} from '#dist/metrics/outcome-builder.js';
import { perSecondOfFlood } from '#dist/metrics/run-outcome.js';
import { emptyCounters, emptyGauges, errorShare } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { buildReport } from '#dist/report/build-report.js';
import { snapshotOf } from '../../helpers/report/live-second.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { counterOf } from '../../helpers/report/spread.js';

const PLAN = { target: 'http://127.0.0.1:4000', users: 50, stages: [] };
const STARTED_AT = '2026-12-31T23:59:00.000Z';

/** As little as is known of any run. */
const KNOWN: KnownOfRun = {
  startedAt: STARTED_AT,
  endedAt: STARTED_AT,
  durationMs: 0,
  floodStartedAt: null,
  floodMs: 0,
  address: PLAN.target,
  interruption: null,
  phases: [],
  ledger: { expected: 0, receiverGone: 0, unconfirmed: 0 },
  openAtEnd: 0,
  peakRssBytes: 0,
  cpuSeconds: 0,
  findings: [],
};

test('a run without a snapshot has measured nothing', () => {
  const outcome = outcomeFrom(new Collector(), PLAN, KNOWN);
  assert.deepEqual(outcome, emptyOutcome(PLAN, STARTED_AT));
  const { connections, deliveries, timeline } = buildReport(outcome, reportContext());
  assert.deepEqual([connections.asked, connections.opened, deliveries.expected, timeline.length], [50, 0, 0, 0]);
});

test('two outcomes of nothing share nothing that could be counted in', () => {
  const [one, other] = [emptyOutcome(PLAN, STARTED_AT), emptyOutcome(PLAN, STARTED_AT)];
  one.latency.echo.record(100);
  assert.deepEqual([countOf(one.latency.echo), countOf(other.latency.echo), countOf(one.latency.fanout)], [1, 0, 0]);
});

test('what was expected is received, lost or had nobody to go to, and what was not sent is told by its reason', () => {
  const count = fc.nat(1_000_000);
  fc.assert(
    fc.property(
      fc.record({ received: count, lost: count, receiverGone: count, sent: count, unsendable: count, backlog: count }),
      ({ received, lost, receiverGone, sent, unsendable, backlog }) => {
        const fleet = new Collector();
        const intended = sent + unsendable + backlog + 3;
        fleet.add(
          snapshotOf(0, {
            counters: { ...emptyCounters(), intended, sent, unsendable, received },
            gauges: { ...emptyGauges(), backlog },
          }),
          1,
        );
        const ledger = { expected: received + lost + receiverGone, receiverGone, unconfirmed: 0 };
        const { deliveries, unsentWritable } = outcomeFrom(fleet, PLAN, { ...KNOWN, ledger });
        assert.deepEqual(deliveries, { ...ledger, received, lost, duplicated: 0, reordered: 0 });
        assert.equal(unsentWritable, 3);
      },
    ),
    { numRuns: 50 },
  );
});

test('the generator’s own shortfall is never below zero', () => {
  const fleet = new Collector();
  fleet.add(snapshotOf(0, { counters: { ...emptyCounters(), intended: 5, sent: 5, unsendable: 2 } }), 1);
  assert.equal(outcomeFrom(fleet, PLAN, KNOWN).unsentWritable, 0);
});

test('connections are told by the plan, the phase, the snapshots and what was left at the end', () => {
  const fleet = new Collector();
  const counters = { ...emptyCounters(), connectionsLost: 4, pings: 9, reconnects: 3 };
  fleet.add(snapshotOf(0, { counters, gauges: { ...emptyGauges(), connectionsOpen: 48 } }), 1);
  fleet.add(snapshotOf(1, { gauges: { ...emptyGauges(), connectionsOpen: 44 } }), 1);
  const phases = runOutcome().phases.map((phase) =>
    phase.name === 'connect' ? { ...phase, succeeded: 49, failed: 1 } : phase,
  );
  assert.deepEqual(outcomeFrom(fleet, PLAN, { ...KNOWN, phases, openAtEnd: 44 }).connections, {
    asked: 50,
    opened: 49,
    peak: 48,
    lost: 4,
    pings: 9,
    reconnects: 3,
    openAtEnd: 44,
  });
});

test('observers that sent nothing are no canary, and others are told with their latencies', () => {
  const observers = new Collector();
  const sums = { sent: 0, expected: 0, received: 0, lost: 0 };
  assert.equal(canaryFrom(observers, sums, true, []), null);
  const latency = { ...snapshotOf(0).latency, echo: encodeCounts(counterOf([900])) };
  observers.add(snapshotOf(0, { latency }), 1);
  const canary = canaryFrom(observers, { sent: 3, expected: 6, received: 5, lost: 1 }, null, []);
  assert.deepEqual(
    [canary?.sent, canary?.lost, canary?.echoToSender, countOf(canary?.echo ?? counterOf([]))],
    [3, 1, null, 1],
  );
});

test('ledgers add up field by field, and what else a part holds is left out', () => {
  const [room] = runOutcome().rooms;
  assert.ok(room !== undefined);
  const { expected, received, lost, unconfirmed, duplicated, reordered, receiverGone } = room;
  const sums = { expected, received, lost, unconfirmed, duplicated, reordered, receiverGone };
  assert.deepEqual(addDeliveries([room]), sums);
  assert.deepEqual(addDeliveries([room, { ...room, lost: 2 }]).lost, 2);
  assert.deepEqual(addDeliveries([]), {
    expected: 0,
    received: 0,
    lost: 0,
    duplicated: 0,
    reordered: 0,
    receiverGone: 0,
    unconfirmed: 0,
  });
});

test('a rate is over the flood, and is 0 where no flood took place', () => {
  assert.equal(perSecondOfFlood({ floodMs: 2500 }, 1000), 400);
  assert.equal(perSecondOfFlood({ floodMs: 0 }, 1000), 0);
});

test('errors are never more than all of what was tried, also without an operation of their own', () => {
  assert.deepEqual([errorShare(1, 4), errorShare(9, 4), errorShare(3, 0), errorShare(0, 0)], [0.25, 1, 1, 0]);
});
