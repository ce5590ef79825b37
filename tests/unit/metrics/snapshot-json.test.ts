import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { parseJson } from '#dist/core/json.js';
import { PHASES } from '#dist/core/phases.js';
import {
  emptyCounters,
  emptyGauges,
  emptyStageCounters,
  emptyStageGauges,
  latenciesOf,
  type Snapshot,
} from '#dist/metrics/snapshot.js';
import type { Reason } from '#dist/metrics/reasons.js';
import { countsFromText, countsToText } from '#dist/metrics/counts-text.js';
import { snapshotFromJson, snapshotToJson } from '#dist/metrics/snapshot-json.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { snapshotOf } from '../../helpers/report/live-second.js';
import { counterOf } from '../../helpers/report/spread.js';

/** Through a line of text and back. */
function readBack(snapshot: Snapshot): Snapshot | string {
  return snapshotFromJson(parseJson(JSON.stringify(snapshotToJson(snapshot))));
}

const COUNT = fc.nat(2 ** 40);
const COUNTS = fc
  .array(fc.integer({ min: -5, max: 4e9 }), { maxLength: 30 })
  .map((valuesUs) => encodeCounts(counterOf(valuesUs)));
const SHARE = fc.double({ min: 0, max: 1, noNaN: true });

const REASON: fc.Arbitrary<Reason> = fc.record({
  kind: fc.constantFrom('server.http-429', 'server.closed'),
  text: fc.string(),
  count: COUNT,
});
const SNAPSHOT: fc.Arbitrary<Snapshot> = fc
  .record({
    workerIndex: fc.integer({ min: -1, max: 64 }),
    phase: fc.constantFrom(...PHASES),
    second: fc.integer({ min: -1, max: 1e6 }),
    count: COUNT,
    level: COUNT,
    errors: fc.dictionary(fc.constantFrom('network.closed', 'server.http-500', 'generator.EMFILE'), COUNT),
    reasons: fc.array(REASON, { maxLength: 3 }),
    echo: COUNTS,
    slip: COUNTS,
    share: SHARE,
  })
  .map(({ workerIndex, phase, second, count, level, errors, reasons, echo, slip, share }) => ({
    workerIndex,
    phase,
    second,
    counters: { ...emptyCounters(), sent: count, pings: level },
    gauges: { ...emptyGauges(), inFlight: level, receiverGone: count },
    errors: { ...errors },
    reasons: reasons.map((reason) => ({ ...reason })),
    latency: { ...latenciesOf(() => slip), echo },
    stages: [
      {
        stage: count % 100,
        counters: { ...emptyStageCounters(), received: level },
        gauges: { ...emptyStageGauges(), expected: count },
        errors: { ...errors },
        latency: { ...latenciesOf(() => echo), fanout: slip },
      },
    ],
    stage: (count % 101) - 1,
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
  assert.deepEqual(latency, { echo: 'AP8Q', fanout: 'AP8Q', serviceEcho: 'AP8Q', lastReceiver: 'AP8Q', ack: 'AP8Q' });
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
    gauges: { ...gauges, invented: 'many' },
  });
  assert.ok(typeof read === 'object');
  assert.deepEqual(read.counters, { ...emptyCounters(), sent: 5 });
  assert.deepEqual(read.gauges, { ...emptyGauges(), ...gauges });
});

test('without phase, second, worker, latency or self it is no snapshot', () => {
  const incomplete = 'is a snapshot without its phase, second, worker, latency or self';
  const whole = { ...snapshotToJson(snapshotOf(2)) };
  assert.ok(typeof snapshotFromJson(whole) === 'object');
  for (const key of ['phase', 'second', 'workerIndex', 'latency', 'self'])
    assert.equal(snapshotFromJson({ ...whole, [key]: undefined }), incomplete, key);
  assert.equal(snapshotFromJson({ ...whole, phase: 'lunch' }), incomplete);
  for (const json of ['a text', null, 7, []]) assert.equal(snapshotFromJson(json), incomplete);
});

test('every number of a snapshot that is none, or that it cannot be, is named', () => {
  const json = snapshotToJson(snapshotOf(2));
  const odd = {
    ...json,
    second: 1e12,
    workerIndex: 0.5,
    counters: { ...json.counters, sent: 'many', received: -1 },
    errors: { 'network.closed': null, 'network.reset': 1.5 },
    reasons: [{ kind: 'server.closed', text: 1009, count: 2 }],
    latency: { ...json.latency, echo: 'wAACAAAQ', fanout: 7 },
    self: { ...json.self, cpuShare: -0.1 },
  };
  assert.equal(
    snapshotFromJson(odd),
    'is damaged: workerIndex must be a whole number of -1 or more and at most 4095, ' +
      'second must be a whole number of -1 or more and at most 31622400, ' +
      'counters.sent must be a whole number of 0 or more, counters.received must be a whole number of 0 or more, ' +
      'errors.network.reset must be a whole number of 0 or more, reasons[0].text must be a text, latency.echo must be sparse counts in base64, ' +
      'latency.fanout must be a text, self.cpuShare must be a number of 0 or more',
  );
});
