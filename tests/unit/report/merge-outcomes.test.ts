import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import type { BucketCounter } from '#dist/metrics/bucket-counter.js';
import { Collector } from '#dist/metrics/collector.js';
import { summarise } from '#dist/metrics/latency-summary.js';
import type { EntranceOutcome, RunOutcome } from '#dist/metrics/run-outcome.js';
import { emptyCounters, emptyGauges, type Snapshot } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { buildReport } from '#dist/report/build-report.js';
import { mergeOutcomes } from '#dist/report/merge/merge-outcomes.js';
import { entranceOutcome } from '../../helpers/report/entrance-outcome.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { counterOf } from '../../helpers/report/spread.js';

/** Whatever the pieces do not say; made once, since it holds 150,000 samples. */
const BASE = runOutcome();

/** One worker's second: what it counted, and in which of the machines the worker ran. */
interface Piece {
  readonly machine: number;
  readonly second: number;
  readonly echoUs: readonly number[];
  readonly fanoutUs: readonly number[];
  readonly lost: number;
}

const latencies = fc.array(fc.integer({ min: 1, max: 5_000_000 }), { maxLength: 40 });
const pieces = fc.array(
  fc.record({
    machine: fc.nat(2),
    second: fc.nat(5),
    echoUs: latencies,
    fanoutUs: latencies,
    lost: fc.nat(3),
  }),
  { minLength: 1, maxLength: 10 },
);

function snapshotOf({ second, echoUs, fanoutUs }: Piece, workerIndex: number): Snapshot {
  const counts = { echo: encodeCounts(counterOf(echoUs)), fanout: encodeCounts(counterOf(fanoutUs)) };
  return {
    workerIndex,
    phase: 'flood',
    second,
    counters: {
      ...emptyCounters(),
      intended: echoUs.length,
      sent: echoUs.length,
      received: echoUs.length + fanoutUs.length,
    },
    gauges: { ...emptyGauges(), connectionsOpen: 3, inFlight: fanoutUs.length % 7 },
    errors: echoUs.length % 5 === 0 ? { 'network.closed': 1 } : {},
    reasons: [{ kind: 'server.error-event', text: `Slow down, user ${workerIndex}`, count: echoUs.length }],
    latency: { ...counts, serviceEcho: counts.echo, lastReceiver: counts.fanout, ack: counts.echo },
    stages: [],
    stage: -1,
    self: {
      observedMs: 1000,
      cpuShare: (second + 1) / 8,
      cpuWaitShare: 0,
      gcShare: 0.25,
      eventLoopDelay: encodeCounts(counterOf([second])),
      scheduleSlip: encodeCounts(counterOf(echoUs.map((valueUs) => valueUs % 900))),
    },
  };
}

/** The users of an entrance, of whom these are the pieces. */
function entranceOf(target: string, mine: readonly { readonly piece: Piece }[]): EntranceOutcome {
  const timesUs = mine.flatMap(({ piece }) => [...piece.echoUs, ...piece.fanoutUs]);
  const lost = mine.reduce((sum, { piece }) => sum + piece.lost, 0);
  return entranceOutcome({
    target,
    users: mine.length,
    connectionsOpened: mine.length,
    expected: timesUs.length + lost,
    received: timesUs.length,
    lost,
    receivedAcross: mine.reduce((sum, { piece }) => sum + piece.fanoutUs.length, 0),
    latency: counterOf(timesUs),
  });
}

/** What one machine measures that has some of the workers; every worker of the load has a number of its own. */
function outcomeOf(all: readonly Piece[], isMine: (piece: Piece) => boolean): RunOutcome {
  const fleet = new Collector();
  const mine = all.map((piece, worker) => ({ piece, worker })).filter(({ piece }) => isMine(piece));
  for (const { piece, worker } of mine) fleet.add(snapshotOf(piece, worker), 1);
  const { received } = fleet.counters;
  const lost = mine.reduce((sum, { piece }) => sum + piece.lost, 0);
  const rooms = mine.map(({ piece, worker }) => {
    const got = piece.echoUs.length + piece.fanoutUs.length;
    const sums = {
      expected: got + piece.lost,
      received: got,
      lost: piece.lost,
      duplicated: 0,
      reordered: 0,
      receiverGone: 0,
      unconfirmed: 0,
    };
    return { room: `room ${worker}`, members: 4, sent: piece.echoUs.length, ...sums, p99Ms: null };
  });
  return {
    ...BASE,
    counters: fleet.counters,
    deliveries: {
      expected: received + lost,
      received,
      lost,
      duplicated: 0,
      reordered: 0,
      receiverGone: 0,
      unconfirmed: 0,
    },
    rooms: rooms.toSorted((a, b) => (a.room < b.room ? -1 : 1)),
    entrances: ['http://a', 'http://b'].map((target, entrance) =>
      entranceOf(
        target,
        mine.filter(({ worker }) => worker % 2 === entrance),
      ),
    ),
    latency: fleet.latency,
    timeline: fleet.timeline,
    intervals: fleet.intervals,
    errors: fleet.errors,
    phases: [
      {
        name: 'flood',
        durationMs: 30_000,
        attempted: received,
        succeeded: received,
        failed: 0,
        latency: counterOf([]),
      },
    ],
    connections: { asked: mine.length, opened: mine.length, peak: 0, lost: 0, pings: 1, reconnects: 0, openAtEnd: 0 },
    workers: fleet.workers.toSorted((a, b) => b.cpuShare - a.cpuShare),
    cpuSeconds: mine.length,
    unsentWritable: 0,
    firstMessages: mine.length,
  };
}

function textOf(counter: BucketCounter): string {
  return Buffer.from(encodeCounts(counter)).toString('base64');
}

/** Without what is of the busiest generator alone or not known of several; counters as texts, which compare faster. */
function comparable(outcome: RunOutcome): object {
  const merged = mergeOutcomes([outcome]);
  return {
    ...merged,
    timeline: merged.timeline.map((row) => ({ ...row, slipP99Ms: null, cpuShare: null })),
    workers: merged.workers.map(({ cpuShare }) => cpuShare),
    connections: { ...merged.connections, pings: 0 },
    peakRssBytes: 0,
    latency: Object.values(merged.latency).map(textOf),
    entrances: merged.entrances.map((entrance) => ({ ...entrance, latency: textOf(entrance.latency) })),
    phases: merged.phases.map((phase) => ({ ...phase, latency: textOf(phase.latency) })),
  };
}

test('what several machines measured of one load makes the whole, every percentile exactly', () => {
  fc.assert(
    fc.property(pieces, (all) => {
      const parts = [0, 1, 2].map((machine) => outcomeOf(all, (piece) => piece.machine === machine));
      const merged = mergeOutcomes(parts);
      const whole = outcomeOf(all, () => true);
      assert.deepEqual(comparable(merged), comparable(whole));
      for (const name of ['echo', 'fanout', 'serviceEcho', 'lastReceiver', 'ack'] as const)
        assert.deepEqual(summarise(merged.latency[name]), summarise(whole.latency[name]));
    }),
    { numRuns: 12 },
  );
});

test('the order of the runs makes no difference', () => {
  fc.assert(
    fc.property(pieces, (all) => {
      const [one, two, three] = [0, 1, 2].map((machine) => outcomeOf(all, (piece) => piece.machine === machine));
      assert.ok(one !== undefined && two !== undefined && three !== undefined);
      assert.deepEqual(comparable(mergeOutcomes([three, one, two])), comparable(mergeOutcomes([one, two, three])));
    }),
    { numRuns: 12 },
  );
});

test('merging in steps gives what merging at once does, also of runs that began at different times', () => {
  const times = ['2026-12-31T23:59:02.000Z', '2026-12-31T23:59:00.000Z', '2026-12-31T23:59:05.000Z'];
  fc.assert(
    fc.property(pieces, (all) => {
      const [one, two, three] = times.map((startedAt, machine) => ({
        ...outcomeOf(all, (piece) => piece.machine === machine),
        startedAt,
        floodStartedAt: startedAt,
      }));
      assert.ok(one !== undefined && two !== undefined && three !== undefined);
      const atOnce = comparable(mergeOutcomes([one, two, three]));
      assert.deepEqual(comparable(mergeOutcomes([mergeOutcomes([one, two]), three])), atOnce);
      assert.deepEqual(comparable(mergeOutcomes([one, mergeOutcomes([three, two])])), atOnce);
    }),
    { numRuns: 12 },
  );
});

test('a percentile of several runs is that of all samples, and no mean of percentiles', () => {
  const fast = {
    ...runOutcome(),
    latency: { ...runOutcome().latency, echo: counterOf(Array<number>(990).fill(1_000)) },
  };
  const slow = {
    ...runOutcome(),
    latency: { ...runOutcome().latency, echo: counterOf(Array<number>(10).fill(900_000)) },
  };
  const { latencyMs } = buildReport(mergeOutcomes([fast, slow]), reportContext());
  assert.equal(latencyMs.echo.count, 1_000);
  assert.equal(latencyMs.echo.p99, 1);
  assert.ok(Math.abs((latencyMs.echo.max ?? 0) - 900) < 1);
});

test('losses of a run that began later stand at their second of the merged time, and those of one place add up', () => {
  const place = { room: 'one', second: 2, lost: 3, cut: 1 };
  const early = {
    ...BASE,
    places: [
      { ...place, second: 12, lost: 4, cut: 0 },
      { ...place, second: 3 },
    ],
  };
  const late = { ...BASE, floodStartedAt: '2026-12-31T23:59:10.400Z', places: [place] };
  assert.deepEqual(mergeOutcomes([late, early]).places, [
    { room: 'one', second: 12, lost: 7, cut: 1 },
    { room: 'one', second: 3, lost: 3, cut: 1 },
  ]);
});

test('seconds go by the wall clock, and peaks are those of the same moment', () => {
  const early = runOutcome();
  const late = runOutcome({ floodStartedAt: '2026-12-31T23:59:10.380Z', startedAt: '2026-12-31T23:59:10.000Z' });
  const merged = mergeOutcomes([late, early]);
  assert.equal(merged.timeline.length, 40);
  assert.deepEqual(
    [0, 9, 10, 29, 30, 39].map((second) => merged.timeline[second]?.sent),
    [1000, 1000, 2000, 2000, 1000, 1000],
  );
  assert.equal(merged.connections.peak, 100);
  assert.deepEqual([merged.startedAt, merged.floodStartedAt], [early.startedAt, early.floodStartedAt]);
  assert.equal(merged.floodMs, 39_980);
  const apart = mergeOutcomes([early, runOutcome({ floodStartedAt: '2027-01-01T00:00:00.400Z' })]);
  assert.equal(apart.connections.peak, 50);
});
