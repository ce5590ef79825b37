import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { parseJson } from '#dist/core/json.js';
import { PHASES } from '#dist/core/phases.js';
import { emptyCounters, emptyGauges, latenciesOf, type Snapshot } from '#dist/metrics/snapshot.js';
import { countsFromText, countsToText, snapshotFromJson, snapshotToJson } from '#dist/metrics/snapshot-json.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { snapshotOf } from '../../helpers/live-second.js';
import { counterOf } from '../../helpers/outcome.js';

/** Through a line of text and back. */
function readBack(snapshot: Snapshot): Snapshot | undefined {
  return snapshotFromJson(parseJson(JSON.stringify(snapshotToJson(snapshot))));
}

const COUNT = fc.nat(2 ** 40);
const COUNTS = fc
  .array(fc.integer({ min: -5, max: 4e9 }), { maxLength: 30 })
  .map((valuesUs) => encodeCounts(counterOf(valuesUs)));
const SHARE = fc.double({ min: 0, max: 1, noNaN: true });

const SNAPSHOT: fc.Arbitrary<Snapshot> = fc
  .record({
    workerIndex: fc.integer({ min: -1, max: 64 }),
    phase: fc.constantFrom(...PHASES),
    second: fc.integer({ min: -1, max: 1e6 }),
    count: COUNT,
    level: COUNT,
    errors: fc.dictionary(fc.constantFrom('network.closed', 'server.http-500', 'generator.EMFILE'), COUNT),
    echo: COUNTS,
    slip: COUNTS,
    share: SHARE,
  })
  .map(({ workerIndex, phase, second, count, level, errors, echo, slip, share }) => ({
    workerIndex,
    phase,
    second,
    counters: { ...emptyCounters(), sent: count, pings: level },
    gauges: { ...emptyGauges(), inFlight: level, receiverGone: count },
    errors: { ...errors },
    latency: { ...latenciesOf(() => slip), echo },
    self: {
      observedMs: 1000 * share,
      cpuShare: share,
      cpuWaitShare: 1 - share,
      gcShare: 0,
      eventLoopDelay: echo,
      scheduleSlip: slip,
    },
  }));

test('a snapshot that goes through a line of text is the same snapshot', () => {
  fc.assert(fc.property(SNAPSHOT, (snapshot) => assert.deepEqual(readBack(snapshot), snapshot)));
});

test('counted values are base64 in the text', () => {
  const counts = Uint8Array.of(0, 255, 16);
  assert.equal(countsToText(counts), 'AP8Q');
  assert.deepEqual(countsFromText('AP8Q'), counts);
  const { latency, self } = snapshotToJson({ ...snapshotOf(3), latency: latenciesOf(() => counts) });
  assert.deepEqual(latency, { echo: 'AP8Q', fanout: 'AP8Q', serviceEcho: 'AP8Q', lastReceiver: 'AP8Q' });
  assert.equal(typeof self.scheduleSlip, 'string');
});

test('a view into a larger buffer is written without what lies beside it', () => {
  const buffer = Uint8Array.of(9, 9, 0, 255, 16, 9);
  assert.equal(countsToText(buffer.subarray(2, 5)), 'AP8Q');
});

test('numbers that an older record lacks are 0, and those that a newer one has are left out', () => {
  const { counters, gauges, ...rest } = snapshotToJson(snapshotOf(2));
  const { pings: _, ...older } = counters;
  const read = snapshotFromJson({
    ...rest,
    counters: { ...older, sent: 5, invented: 7 },
    gauges: { ...gauges, missing: 'many' },
  });
  assert.deepEqual(read?.counters, { ...emptyCounters(), sent: 5 });
  assert.deepEqual(read?.gauges, emptyGauges());
});

test('without phase, second, worker, latency or self it is no snapshot', () => {
  const whole = { ...snapshotToJson(snapshotOf(2)) };
  assert.ok(snapshotFromJson(whole) !== undefined);
  for (const key of ['phase', 'second', 'workerIndex', 'latency', 'self'])
    assert.equal(snapshotFromJson({ ...whole, [key]: undefined }), undefined, key);
  assert.equal(snapshotFromJson({ ...whole, phase: 'lunch' }), undefined);
  assert.equal(snapshotFromJson({ ...whole, second: 1.5 }), undefined);
  assert.equal(snapshotFromJson('a text'), undefined);
});
