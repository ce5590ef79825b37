import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { UsageError } from '#dist/core/errors.js';
import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import { contextOf, outcomeOf } from '#dist/report/outcome-of.js';
import { reportFaults } from '#dist/report/report-check.js';
import type { Report } from '#dist/report/report-types.js';
import { entranceOutcome } from '../../helpers/report/entrance-outcome.js';
import {
  canaryOutcome,
  connectOutcome,
  reportContext,
  runOutcome,
  workerOutcome,
} from '../../helpers/report/outcome.js';
import { counterOf } from '../../helpers/report/spread.js';
import { runsOf } from '../../helpers/runs-of.js';

/** The report as a reader of its file has it, whose sums need not be those of any run. */
function readBack(report: Report): Report {
  const read = JSON.parse(JSON.stringify(report)) as Report;
  assert.deepEqual(reportFaults(read), { missing: [], wrong: new Map() });
  return read;
}

function assertRoundTrip(outcome: RunOutcome, context: Partial<ReportContext> = {}): void {
  const report = readBack(buildReport(outcome, reportContext(context)));
  assert.deepEqual(buildReport(outcomeOf(report), contextOf(report)), report);
}

test('a report that is taken apart and built again is the same report', () => {
  assertRoundTrip(runOutcome());
  assertRoundTrip(connectOutcome());
  assertRoundTrip(
    runOutcome({ entrances: [entranceOutcome(), entranceOutcome({ target: 'http://[::1]:4000', lost: 7 })] }),
  );
  assertRoundTrip(runOutcome({ canary: canaryOutcome(), findings: ['Room 1 was slow.'] }), {
    thresholds: ['p99(delivery)<250ms', 'lost==0', 'errors<1%', 'tps>=1000', 'connections==100%'],
    alerts: [{ rule: 'errors>5%', message: 'Too many.', second: 3, value: 0.07, limit: 0.05 }],
  });
});

test('so are the reports of --rate max and of a target that was lost', () => {
  const { plan } = reportContext();
  assertRoundTrip(runOutcome({ findings: ['Something was noticed.'] }), { plan: { ...plan, rate: 'max' } });
  assertRoundTrip(runOutcome({ interruption: 'target-lost' }), { thresholds: ['connections>0'] });
  assertRoundTrip(runOutcome({ interruption: 'target-lost' }));
});

test('so are those of a run of which nothing was delivered, which fails whatever was asked for', () => {
  const outcome = runOutcome();
  const nothing = new BucketCounter();
  const { deliveries, counters } = outcome;
  const dead: RunOutcome = {
    ...outcome,
    deliveries: { ...deliveries, received: 0, lost: deliveries.expected },
    counters: { ...counters, received: 0, completed: 0 },
    latency: { echo: nothing, fanout: nothing, serviceEcho: nothing, lastReceiver: nothing, ack: nothing },
    rooms: outcome.rooms.map((room) => ({ ...room, received: 0, lost: room.expected, p99Ms: null })),
  };
  const failed = { expression: 'delivered>0', actual: 0, passed: false };
  assert.deepEqual(buildReport(dead, reportContext()).thresholds, [failed]);
  for (const thresholds of [[], ['lost<200%'], ['delivered>0']]) assertRoundTrip(dead, { thresholds });
  // A signal ends a run with a code of its own, and a connection test is to deliver nothing.
  assert.deepEqual(buildReport({ ...dead, interruption: 'SIGINT' }, reportContext()).thresholds, []);
  assert.deepEqual(buildReport(connectOutcome(), reportContext()).thresholds, []);
});

test('what was found in the numbers is found again, and what was noticed on the way is kept beside it', () => {
  const base = runOutcome();
  const [room] = base.rooms.map((row) => row.room);
  const outcome = runOutcome({
    deliveries: { ...base.deliveries, lost: 5, received: base.deliveries.expected - 5 },
    rooms: base.rooms.map((row) => (row.room === room ? { ...row, lost: 5, received: row.expected - 5 } : row)),
    places: [{ room: room ?? '', second: 4, lost: 5, cut: 0 }],
    counters: { ...base.counters, intended: 30_020, unsendable: 12 },
    unsentWritable: 3,
    errors: { 'network.closed': 2 },
    findings: ['register: 2 failed.'],
  });
  const report = readBack(buildReport(outcome, reportContext()));
  assert.ok(report.findings.length > 3);
  assert.deepEqual(outcomeOf(report).findings, ['register: 2 failed.']);
  assertRoundTrip(outcome);
});

const COUNT = fc.integer({ min: 0, max: 1e9 });
const LATENCY = fc.array(fc.integer({ min: -3, max: 4e9 }), { maxLength: 60 });

/** What is drawn; plain numbers, so that a failure shows them and no histograms. */
const DRAWN = fc.record({
  counts: fc.record({ intended: COUNT, sent: COUNT, completed: COUNT, operations: COUNT, unexpected: COUNT }),
  copies: fc.record({
    received: COUNT,
    lost: COUNT,
    unconfirmed: COUNT,
    receiverGone: COUNT,
    duplicated: COUNT,
    reordered: COUNT,
  }),
  latency: fc.record({ echo: LATENCY, fanout: LATENCY, serviceEcho: LATENCY, lastReceiver: LATENCY, ack: LATENCY }),
  floodMs: fc.integer({ min: 0, max: 1e9 }).map((floodUs) => floodUs / 1000),
  cpuShare: fc.integer({ min: 0, max: 1e6 }).map((parts) => parts / 1e6),
  delay: LATENCY,
  observers: fc.option(fc.record({ echo: LATENCY, fanout: LATENCY })),
  bytesPerConnection: fc.option(fc.integer({ min: 0, max: 1e6 })),
  cut: fc.integer({ min: 0, max: 1000 }),
  unsentWritable: fc.integer({ min: 0, max: 1000 }),
});

function outcomeFrom(drawn: typeof DRAWN extends fc.Arbitrary<infer T> ? T : never): RunOutcome {
  const { counts, copies, latency, cpuShare, delay, observers, cut, ...rest } = drawn;
  const { echo, fanout, serviceEcho, lastReceiver, ack } = latency;
  const base = runOutcome();
  return {
    ...base,
    ...rest,
    counters: {
      ...base.counters,
      ...counts,
      sent: Math.min(counts.sent, counts.intended),
      received: copies.received,
    },
    deliveries: { ...copies, expected: copies.received + copies.lost + copies.receiverGone },
    latency: {
      echo: counterOf(echo),
      fanout: counterOf(fanout),
      serviceEcho: counterOf(serviceEcho),
      lastReceiver: counterOf(lastReceiver),
      ack: counterOf(ack),
    },
    errors: cut === 0 ? {} : { 'network.closed': cut },
    workers: [
      workerOutcome({ cpuShare, eventLoopDelay: counterOf(delay) }),
      workerOutcome({ scheduleSlip: counterOf(delay) }),
    ],
    canary:
      observers === null
        ? null
        : canaryOutcome({ echo: counterOf(observers.echo), fanout: counterOf(observers.fanout) }),
  };
}

test('the same holds whatever was measured', () => {
  fc.assert(
    fc.property(DRAWN, (drawn) => assertRoundTrip(outcomeFrom(drawn), { thresholds: ['p95(echo)<5ms', 'lost<=1%'] })),
    { numRuns: runsOf(25) },
  );
});

test('a histogram that cannot be read is named', () => {
  const report = buildReport(runOutcome(), reportContext());
  const broken = { ...report, histograms: { ...report.histograms, lastReceiver: 'AAAA' } };
  assert.throws(
    () => outcomeOf(broken),
    (error) => error instanceof UsageError && error.problems[0]?.where === 'histograms.lastReceiver',
  );
});
