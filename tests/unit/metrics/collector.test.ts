import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { Collector } from '#dist/metrics/collector.js';
import { emptyCounters, emptyGauges, type Snapshot, sumGauges } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { snapshotOf } from '../../helpers/report/live-second.js';
import { counterOf } from '../../helpers/report/spread.js';
import { runsOf } from '../../helpers/runs-of.js';

/** A snapshot's own observation, with what a test wants otherwise. */
function observed(fields: Partial<Snapshot['self']>): Pick<Snapshot, 'self'> {
  return { self: { ...snapshotOf(0).self, ...fields } };
}

/** Everything that a collector says, as plain values. */
function totalsOf(fleet: Collector): unknown {
  const { counters, errors, latency, timeline, intervals } = fleet;
  const counts = Object.values(latency).map((counter) => [...encodeCounts(counter)]);
  return { counters, errors, counts, timeline, intervals };
}

test('counters and latencies are the same in whatever order the snapshots come', () => {
  const piece = fc.record({
    workerIndex: fc.nat(2),
    second: fc.integer({ min: -1, max: 8 }),
    sent: fc.nat(1000),
    closed: fc.nat(3),
    echoUs: fc.array(fc.integer({ min: 0, max: 1e7 }), { maxLength: 20 }),
  });
  fc.assert(
    fc.property(
      fc
        .array(piece, { minLength: 1, maxLength: 20 })
        .chain((pieces) =>
          fc.tuple(
            fc.constant(pieces),
            fc.shuffledSubarray(pieces, { minLength: pieces.length, maxLength: pieces.length }),
          ),
        ),
      ([pieces, shuffled]) => {
        const [one, other] = [pieces, shuffled].map((order) => {
          const fleet = new Collector();
          for (const { workerIndex, second, sent, closed, echoUs } of order) {
            const latency = { ...snapshotOf(0).latency, echo: encodeCounts(counterOf(echoUs)) };
            const counters = { ...emptyCounters(), sent };
            fleet.add(snapshotOf(second, { workerIndex, counters, latency, errors: { 'network.closed': closed } }), 3);
          }
          return totalsOf(fleet);
        });
        assert.deepEqual(one, other);
      },
    ),
    { numRuns: runsOf(50) },
  );
});

test('what comes before the flood is counted and is no second', () => {
  const fleet = new Collector();
  const counters = { ...emptyCounters(), operations: 7 };
  assert.equal(fleet.add(snapshotOf(-1, { counters }), 1), undefined);
  assert.equal(fleet.counters.operations, 7);
  assert.deepEqual([fleet.timeline, fleet.intervals, fleet.workers], [[], [], []]);
});

test('a second is finished once, when every worker has reported it, and what comes late is still in its row', () => {
  const fleet = new Collector();
  const of = (workerIndex: number, sent: number): Snapshot =>
    snapshotOf(0, { workerIndex, counters: { ...emptyCounters(), sent } });
  assert.equal(fleet.add(of(0, 3), 2), undefined);
  assert.equal(fleet.add(of(1, 4), 2)?.row.sent, 7);
  assert.equal(fleet.add(of(1, 5), 2), undefined);
  assert.deepEqual(
    fleet.timeline.map(({ second, sent }) => [second, sent]),
    [[0, 12]],
  );
});

test('gauges are those of each worker’s last snapshot, and the peak is that of all together', () => {
  const fleet = new Collector();
  const gauges = [
    [0, 10],
    [1, 5],
    [0, 2],
  ].map(([workerIndex = 0, connectionsOpen = 0]) => ({
    workerIndex,
    gauges: { ...emptyGauges(), connectionsOpen, expected: connectionsOpen * 2 },
  }));
  for (const fields of gauges) fleet.add(snapshotOf(0, fields), 2);
  assert.deepEqual(fleet.gauges, { ...emptyGauges(), connectionsOpen: 7, expected: 14 });
  assert.equal(fleet.peakConnections, 15);
  assert.deepEqual(sumGauges([]), emptyGauges());
});

test('what all workers stand at is the sum of their last words, however often each has spoken', () => {
  const word = fc.record({ workerIndex: fc.nat(3), connectionsOpen: fc.nat(1000), missing: fc.nat(50) });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      const fleet = new Collector();
      const last = new Map<number, ReturnType<typeof emptyGauges>>();
      for (const { workerIndex, ...fields } of words) {
        const gauges = { ...emptyGauges(), ...fields };
        fleet.add(snapshotOf(0, { workerIndex, gauges }), 4);
        last.set(workerIndex, gauges);
      }
      assert.deepEqual(fleet.gauges, sumGauges(last.values()));
    }),
    { numRuns: runsOf(50) },
  );
});

test('a worker’s shares are means over the time in which it was watched during the flood', () => {
  const fleet = new Collector();
  fleet.add(snapshotOf(0, { workerIndex: 1, ...observed({ cpuShare: 0.2, gcShare: 0.1, cpuWaitShare: 0.4 }) }), 2);
  fleet.add(snapshotOf(0, { workerIndex: 0, ...observed({ cpuShare: 0.9 }) }), 2);
  fleet.add(snapshotOf(1, { workerIndex: 1, ...observed({ observedMs: 500, cpuShare: 0.5 }) }), 2);
  // The drain tells nothing about the load.
  fleet.add(snapshotOf(2, { workerIndex: 1, phase: 'drain', ...observed({ cpuShare: 1 }) }), 2);
  const [first, second] = fleet.workers;
  assert.deepEqual([fleet.workers.length, first?.cpuShare], [2, 0.9]);
  assert.ok(Math.abs((second?.cpuShare ?? 0) - 0.3) < 1e-12);
  assert.ok(Math.abs((second?.gcShare ?? 0) - 0.1 / 1.5) < 1e-12);
  assert.ok(Math.abs((second?.cpuWaitShare ?? 0) - 0.4 / 1.5) < 1e-12);
});

test('a moment at the end of the flood is no peak, unless there was no whole second', () => {
  const fleet = new Collector();
  fleet.add(snapshotOf(0, observed({ cpuShare: 0.4 })), 1);
  fleet.add(snapshotOf(1, observed({ observedMs: 10, cpuShare: 1 })), 1);
  assert.equal(fleet.workers[0]?.peakCpuShare, Math.max(0.4, (400 + 10) / 1010));
  const short = new Collector();
  short.add(snapshotOf(0, observed({ observedMs: 300, cpuShare: 0.7 })), 1);
  assert.ok(Math.abs((short.workers[0]?.peakCpuShare ?? 0) - 0.7) < 1e-12);
});
