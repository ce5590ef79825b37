import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { judge, VERDICT_RULES, type Verdict, verdictOf } from '#dist/judgement/verdict.js';
import { type VerdictFacts, verdictFactsOf } from '#dist/judgement/verdict-facts.js';
import { canaryOutcome, connectOutcome, runOutcome, workerOutcome } from '../../helpers/report/outcome.js';
import { counterOf, spreadOf } from '../../helpers/report/spread.js';

/** What of a delay belongs to how senders are woken. */
const GRID_US = 2000;

const HEALTHY: VerdictFacts = verdictFactsOf(runOutcome({ canary: canaryOutcome() }));

/** Level and codes of a healthy run with some facts changed. */
function verdictWith(changes: Partial<VerdictFacts>): string {
  const { level, reasons } = judge({ ...HEALTHY, ...changes });
  return [level, ...reasons.map(({ code }) => code)].join(' ');
}

/** A server that takes between `fromUs` and `toUs`. */
function slowOutcome(fromUs: number, toUs: number, overrides: Partial<RunOutcome> = {}): RunOutcome {
  return runOutcome({
    latency: {
      echo: spreadOf(30_000, fromUs, toUs),
      fanout: spreadOf(120_000, fromUs, toUs),
      serviceEcho: spreadOf(30_000, fromUs, toUs),
      lastReceiver: spreadOf(30_000, fromUs, toUs),
      ack: new BucketCounter(),
    },
    ...overrides,
  });
}

/** Late by `excessUs` more than the grid allows. */
function slippedBeyondGrid(excessUs: number, deliveryP99Us: number): string {
  return verdictWith({
    slip: { percentile: 'p99', slipUs: GRID_US + excessUs, gridUs: GRID_US, deliveryUs: deliveryP99Us },
  });
}

function comparedWithCanary(fleetUs: number, canaryUs: number, loopDelayUs: number): string {
  return verdictWith({ canary: { percentile: 'p99', fleetUs, canaryUs, loopDelayUs } });
}

/** The percentile at which a canary with so many samples is compared. */
function percentileWith(samples: number): string | undefined {
  return verdictFactsOf(runOutcome({ canary: canaryOutcome({ fanout: spreadOf(samples, 400, 900) }) })).canary
    ?.percentile;
}

function assertBelieved(verdict: Verdict): void {
  assert.notEqual(verdict.level, 'INVALID', verdict.reasons.map(({ message }) => message).join('; '));
}

test('a healthy run is VALID without reasons', () => {
  const valid = { level: 'VALID', times: { level: 'VALID' }, counts: { level: 'VALID' }, reasons: [] };
  assert.deepEqual(verdictOf(runOutcome({ canary: canaryOutcome() })), valid);
  assert.deepEqual(verdictOf(runOutcome()), valid);
});

test('a fast server on a 1 ms timer stays VALID: the grid is no slip', () => {
  const fast = slowOutcome(150, 1_900, { workers: [workerOutcome({ scheduleSlip: spreadOf(30_000, 0, 1_150) })] });
  assert.equal(verdictOf(fast).level, 'VALID');
  assert.equal(slippedBeyondGrid(0, 2_300), 'VALID');
});

test('a delay that a timer explains is no excuse for a sender that is woken at the instant', () => {
  const late = { workers: [workerOutcome({ scheduleSlip: spreadOf(30_000, 0, 2_700) })] };
  const levelOf = (pacing: RunOutcome['pacing']): string =>
    verdictOf(slowOutcome(1_500, 30_000, { ...late, pacing })).level;
  assert.deepEqual([levelOf('timer'), levelOf(null), levelOf('pacer')], ['VALID', 'VALID', 'SUSPECT']);
});

test('slip is compared at the highest percentile that both samples support, and not at all when they are too few', () => {
  const slipOf = (samples: number): unknown =>
    verdictFactsOf(runOutcome({ workers: [workerOutcome({ scheduleSlip: spreadOf(samples, 0, 900) })] })).slip
      ?.percentile;
  assert.deepEqual([99, 100, 200, 1_000].map(slipOf), [undefined, 'p90', 'p95', 'p99']);
  assert.equal(verdictWith({ slip: undefined }), 'VALID');
});

test('a worker that waits for a processor longer than it runs on one was starved', () => {
  const starved = (waitShare: number, waitOfRunnable: number): string =>
    verdictWith({ starvation: { waitShare, waitOfRunnable } });
  assert.equal(starved(0.41, 0.51), 'INVALID generator-starved');
  assert.equal(starved(0.21, 0.9), 'SUSPECT generator-starved');
  assert.equal(starved(0.9, 0.26), 'SUSPECT generator-starved');
  assert.equal(starved(0.2, 0.9), 'VALID');
  const busy = runOutcome({ workers: [workerOutcome(), workerOutcome({ cpuShare: 0.1, cpuWaitShare: 0.4 })] });
  assert.deepEqual(verdictFactsOf(busy).starvation, { waitShare: 0.4, waitOfRunnable: 0.8, agent: undefined });
});

test('where workers are on several machines, the agent is named that was the limit', () => {
  const quick = workerOutcome({ agent: 'a1' });
  const reasonsWith = (overrides: Parameters<typeof workerOutcome>[0]): string =>
    verdictOf(runOutcome({ workers: [quick, workerOutcome({ agent: 'b7', ...overrides })] }))
      .reasons.map(({ message }) => message)
      .join('; ');
  assert.match(reasonsWith({ cpuShare: 0.96 }), /^a worker thread on agent b7 used 96\.00 % of its core/);
  assert.match(reasonsWith({ cpuShare: 0.1, cpuWaitShare: 0.6 }), /a worker thread on agent b7 was ready to run/);
  const late = new BucketCounter();
  for (let sample = 0; sample < 15_000; sample++) late.record(90_000);
  assert.match(reasonsWith({ scheduleSlip: late }), /, most of all on agent b7/);
  const lost = verdictOf(runOutcome({ interruption: 'agent-lost' }));
  assert.deepEqual([lost.level, lost.reasons[0]?.code], ['INVALID', 'agent-lost']);
});

test('connections that were only to be held lack no flood', () => {
  assert.equal(verdictOf(connectOutcome()).level, 'VALID');
  assert.equal(verdictWith({ hasFlooded: false, isHeldOnly: false }), 'SUSPECT no-flood');
});

test('slip is judged by what exceeds the grid: over 1 ms and over a tenth of the reported p99', () => {
  assert.equal(slippedBeyondGrid(1_001, 10_000), 'INVALID schedule-slip');
  assert.equal(slippedBeyondGrid(1_000, 5_000), 'SUSPECT schedule-slip');
  assert.equal(slippedBeyondGrid(501, 5_000), 'SUSPECT schedule-slip');
  assert.equal(slippedBeyondGrid(500, 5_000), 'VALID');
  assert.equal(slippedBeyondGrid(10_001, 100_000), 'INVALID schedule-slip');
  assert.equal(slippedBeyondGrid(10_000, 100_000), 'SUSPECT schedule-slip');
  assert.equal(slippedBeyondGrid(5_000, 100_000), 'VALID');
  assert.equal(slippedBeyondGrid(90_000, 2_000_000), 'VALID');
  const woken = (slipUs: number): string =>
    verdictWith({ slip: { percentile: 'p99', slipUs, gridUs: 500, deliveryUs: 10_000 } });
  assert.deepEqual([3_001, 3_000, 2_501, 2_500].map(woken), [
    'INVALID schedule-slip',
    'SUSPECT schedule-slip',
    'SUSPECT schedule-slip',
    'VALID',
  ]);
});

test('a generator starved of its processor is INVALID', () => {
  const starved = workerOutcome({
    scheduleSlip: spreadOf(15_000, 0, 60_000),
    eventLoopDelay: spreadOf(30_000, 0, 60_000),
  });
  const verdict = verdictOf(slowOutcome(500, 62_000, { workers: [starved], canary: canaryOutcome() }));
  assert.equal(verdict.level, 'INVALID');
  assert.deepEqual(
    verdict.reasons.map(({ code }) => code),
    ['schedule-slip', 'slower-than-canary'],
  );
});

test('unsent messages count when their sockets were writable', () => {
  assert.equal(verdictWith({ intended: 10_000, unsentWritable: 101 }), 'INVALID unsent');
  assert.equal(verdictWith({ intended: 10_000, unsentWritable: 100 }), 'SUSPECT unsent');
  assert.equal(verdictWith({ intended: 10_000, unsentWritable: 51 }), 'SUSPECT unsent');
  assert.equal(verdictWith({ intended: 10_000, unsentWritable: 50 }), 'VALID');
});

test('a worker that fills its core over the flood is INVALID, one that comes near SUSPECT', () => {
  assert.equal(verdictWith({ busiestCpuShare: 0.96 }), 'INVALID generator-cpu');
  assert.equal(verdictWith({ busiestCpuShare: 0.95 }), 'SUSPECT generator-cpu');
  assert.equal(verdictWith({ busiestCpuShare: 0.81 }), 'SUSPECT generator-cpu');
  assert.equal(verdictWith({ busiestCpuShare: 0.8 }), 'VALID');
});

test('one full worker among idle ones is enough', () => {
  const workers = [workerOutcome(), workerOutcome({ cpuShare: 0.99 }), workerOutcome()];
  assert.equal(verdictOf(runOutcome({ workers })).level, 'INVALID');
});

test('a fleet slower than its canary is INVALID only where the event loops explain it', () => {
  assert.equal(comparedWithCanary(60_000, 5_000, 40_000), 'INVALID slower-than-canary');
  assert.equal(comparedWithCanary(60_000, 5_000, 20_000), 'SUSPECT slower-than-canary');
  assert.equal(comparedWithCanary(60_000, 5_000, 2_000), 'VALID', 'a server that fans out slowly to large rooms');
  assert.equal(comparedWithCanary(60_000, 58_000, 40_000), 'VALID', 'both are slow: the server is');
  assert.equal(comparedWithCanary(600, 100, 5_000), 'VALID', 'half a millisecond is nothing');
  assert.equal(comparedWithCanary(5_000, 60_000, 40_000), 'VALID', 'the canary is the slower one');
});

test('the canary is compared at a percentile that its sample supports', () => {
  assert.equal(percentileWith(1_000), 'p99');
  assert.equal(percentileWith(300), 'p95');
  assert.equal(percentileWith(100), 'p90');
  assert.equal(percentileWith(99), undefined);
});

test("errors of the generator's own machine are SUSPECT, and INVALID above 1 % of the connections or operations", () => {
  assert.equal(
    verdictWith({ generatorErrors: 1, connectionsAsked: 1_000, connectionsOpened: 1_000 }),
    'SUSPECT generator-errors',
  );
  assert.equal(
    verdictWith({ generatorErrors: 11, operations: 1_000_000, connectionsAsked: 1_000, connectionsOpened: 1_000 }),
    'INVALID generator-errors',
  );
});

test('a run that was out of file descriptors only once is INVALID: what did not take place then, nobody knows', () => {
  for (const kind of ['generator.EMFILE', 'generator.ENFILE'] as const) {
    const { level, reasons } = verdictOf(runOutcome({ errors: { [kind]: 1 } }));
    assert.equal(level, 'INVALID');
    assert.match(reasons[0]?.message ?? '', /ran out of file descriptors: 1 of its operations failed/);
  }
});

test('only errors of the class generator are the generator’s', () => {
  const errors = { 'generator.EMFILE': 2, 'network.ECONNREFUSED': 500, 'server.http-500': 900, 'protocol.not-http': 7 };
  assert.equal(verdictFactsOf(runOutcome({ errors })).generatorErrors, 2);
  assertBelieved(verdictOf(runOutcome({ errors: { 'network.ECONNREFUSED': 50_000, 'server.http-500': 90_000 } })));
});

test('a worker that crashed makes the run INVALID; other interruptions do not', () => {
  assert.equal(verdictOf(runOutcome({ interruption: 'worker-crashed' })).level, 'INVALID');
  for (const interruption of ['SIGINT', 'SIGTERM', 'target-lost'] as const) {
    assert.equal(verdictOf(runOutcome({ interruption })).level, 'VALID');
  }
});

test('impossible samples are told, and too many of them make the run INVALID', () => {
  const latency = { ...runOutcome().latency, echo: counterOf([...Array.from({ length: 30_000 }, () => 900), -3]) };
  assert.deepEqual(
    verdictOf(runOutcome({ latency })).reasons.map(({ code }) => code),
    ['impossible-samples'],
  );
  assert.equal(verdictWith({ impossibleSamples: 1_501, deliveries: 150_000 }), 'INVALID impossible-samples');
  assert.equal(verdictWith({ impossibleSamples: 1_500, deliveries: 150_000 }), 'SUSPECT impossible-samples');
});

test('without a flood there is nothing to believe: SUSPECT, for that reason alone', () => {
  const interrupted = connectOutcome({ interruption: 'SIGINT', phases: [] });
  const { level, reasons } = verdictOf(interrupted);
  assert.equal(level, 'SUSPECT');
  assert.deepEqual(
    reasons.map(({ code }) => code),
    ['no-flood'],
  );
});

test('too few deliveries for a p99 are SUSPECT', () => {
  assert.equal(verdictWith({ deliveries: 999 }), 'SUSPECT few-samples');
  assert.equal(verdictWith({ deliveries: 1_000 }), 'VALID');
});

test('connections that did not open are SUSPECT', () => {
  assert.equal(verdictWith({ connectionsAsked: 50, connectionsOpened: 49 }), 'SUSPECT connections-missing');
  assert.equal(verdictWith({ connectionsAsked: 50, connectionsOpened: 50 }), 'VALID');
});

test('a server that is slow, stalls, loses or refuses is never INVALID', () => {
  const healthy = runOutcome({ canary: canaryOutcome({ fanout: spreadOf(300, 400, 900) }) });
  const milliseconds = fc.integer({ min: 0, max: 600_000 });
  const misdeeds = fc.record({ base: milliseconds, range: milliseconds, lost: fc.nat(30_000), echoes: fc.boolean() });
  fc.assert(
    fc.property(misdeeds, ({ base, range, lost, echoes }) => {
      const copies = spreadOf(2_000, base * 1000, (base + range) * 1000);
      const outcome: RunOutcome = {
        ...healthy,
        latency: {
          echo: echoes ? copies : new BucketCounter(),
          fanout: copies,
          serviceEcho: copies,
          lastReceiver: copies,
          ack: new BucketCounter(),
        },
        counters: { ...healthy.counters, sent: 30_000 - lost, refused: lost },
        deliveries: { ...healthy.deliveries, received: 150_000 - lost, lost },
        errors: { 'server.error-event': lost, 'network.closed': lost },
        connections: { ...healthy.connections, opened: 20, lost: 20 },
      };
      assertBelieved(verdictOf(outcome));
    }),
  );
});

test('a server that answers nothing at all is SUSPECT, not INVALID', () => {
  const nothing = new BucketCounter();
  const latency = { echo: nothing, fanout: nothing, serviceEcho: nothing, lastReceiver: nothing, ack: nothing };
  assert.equal(
    verdictOf(runOutcome({ latency, canary: canaryOutcome({ fanout: nothing, echo: nothing }) })).level,
    'SUSPECT',
  );
});

test('the gravest reasons come first, and codes are unique', () => {
  assert.equal(
    verdictWith({ deliveries: 10, busiestCpuShare: 0.85, intended: 100, unsentWritable: 50 }),
    'INVALID unsent generator-cpu few-samples',
  );
  assert.equal(new Set(VERDICT_RULES.map(({ code }) => code)).size, VERDICT_RULES.length);
});
