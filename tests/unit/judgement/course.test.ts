import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { type Course, courseOf } from '#dist/judgement/course.js';
import { findingsOf } from '#dist/judgement/findings/index.js';
import { buildReport } from '#dist/report/build-report.js';
import { inEnglish } from '#dist/core/language/words.js';
import { headlineOf } from '#dist/report/headline.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { longTailed, type Simulation, simulatedRun } from '../../helpers/report/simulated.js';
import { verdictOf } from '../../helpers/report/verdict.js';
import { runsOf } from '../../helpers/runs-of.js';

const VALID = verdictOf('VALID');

function courseWith(simulation: Omit<Simulation, 'seed'> & { readonly seed?: number }): Course {
  return courseOf(simulatedRun({ seed: 1, ...simulation }), VALID);
}

test('a queue that grows all the time is told with what the server did serve', () => {
  const { fellBehind, slows } = courseWith({ seconds: 20, rate: 400, busyMs: () => 1000 / 300 });
  assert.ok(fellBehind !== null);
  assert.equal(slows, null);
  assert.ok(Math.abs(fellBehind.offeredPerSecond - 400) < 1);
  assert.ok(Math.abs(fellBehind.servedPerSecond - 300) < 5, String(fellBehind.servedPerSecond));
  assert.ok(fellBehind.lastP50Ms > fellBehind.firstP50Ms * 10);
});

test('so it is however noisy the server is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.constantFrom(5, 10, 30),
      fc.double({ min: 0.5, max: 0.9, noNaN: true }),
      (seed, seconds, share) => {
        const busy = longTailed(1000 / 400 / share / Math.exp(0.5 ** 2 / 2), 0.5);
        const { fellBehind } = courseWith({ seed, seconds, rate: 400, busyMs: busy });
        assert.ok(fellBehind !== null);
        assert.ok(
          Math.abs(fellBehind.servedPerSecond / 400 - share) < 0.1,
          `${fellBehind.servedPerSecond} of ${share}`,
        );
      },
    ),
    { numRuns: runsOf(25) },
  );
});

test('a server that slows with every message is told with the factor and a line', () => {
  const { fellBehind, slows } = courseWith({
    seconds: 30,
    rate: 100,
    busyMs: () => 0.5,
    delayMs: ({ index }) => 2 + index * 0.122,
  });
  assert.equal(fellBehind, null);
  assert.ok(slows !== null);
  assert.ok(slows.factor > 15 && slows.factor < 25, String(slows.factor));
  assert.ok(Math.abs(slows.perThousandMs - 122) < 3, String(slows.perThousandMs));
  assert.ok(slows.fit > 0.99);
});

test('a constant server with noise and stalls neither falls behind nor slows', () => {
  const noise = fc.record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    seconds: fc.constantFrom(5, 8, 12, 30),
    rate: fc.constantFrom(20, 100),
    typicalMs: fc.constantFrom(0.3, 2, 40),
    spread: fc.constantFrom(0.1, 0.8, 1.5),
    stalls: fc.array(fc.tuple(fc.nat(60_000), fc.constantFrom(80, 700, 2500)), { maxLength: 4 }),
    load: fc.constantFrom(0.01, 0.5, 0.85),
  });
  fc.assert(
    fc.property(noise, ({ seed, seconds, rate, typicalMs, spread, stalls, load }) => {
      // With more than this a server has no time left to make up for its pauses: then it does fall behind.
      const paused = stalls.reduce((sum, [, forMs]) => sum + forMs, 0) / (seconds * 1000);
      fc.pre(load + paused < 0.75);
      const { fellBehind, slows } = courseWith({
        seed,
        seconds,
        rate,
        busyMs: longTailed((load * 1000) / rate, 0.3),
        delayMs: longTailed(typicalMs, spread),
        stalls: stalls.map(([fromMs, forMs]) => [fromMs % (seconds * 1000), (fromMs % (seconds * 1000)) + forMs]),
      });
      assert.deepEqual({ fellBehind, slows }, { fellBehind: null, slows: null });
    }),
    { numRuns: runsOf(150) },
  );
});

test('a server that gets warm, one that is slow from the middle on, and one whose load grows are none of these', () => {
  const warm = courseWith({ seconds: 20, rate: 100, busyMs: () => 1, delayMs: ({ dueMs }) => 1 + 200 / (1 + dueMs) });
  const step = courseWith({
    seconds: 20,
    rate: 100,
    busyMs: () => 1,
    delayMs: (message) => longTailed(message.dueMs < 10_000 ? 2 : 80, 0.3)(message),
  });
  const outcome = simulatedRun({ seconds: 20, rate: 400, seed: 1, busyMs: () => 1000 / 300 });
  const growing = outcome.timeline.map((row) => ({ ...row, intended: 100 + row.second * 20 }));
  for (const { fellBehind, slows } of [warm, step, courseOf({ ...outcome, timeline: growing }, VALID)])
    assert.deepEqual({ fellBehind, slows }, { fellBehind: null, slows: null });
});

test('what a late generator has measured says nothing of the server’s course', () => {
  const outcome = simulatedRun({ seconds: 20, rate: 400, seed: 1, busyMs: () => 1000 / 300 });
  assert.equal(courseOf(outcome, verdictOf('INVALID')).fellBehind, null);
  assert.notEqual(courseOf(outcome, verdictOf('SUSPECT')).fellBehind, null);
});

test('seconds of silence are told, those before the first copy and those in which nothing was due are not', () => {
  const stalls = [
    [0, 1500],
    [5900, 12_050],
  ] as const;
  const { silences } = courseWith({ seconds: 20, rate: 100, busyMs: () => 0.1, stalls });
  assert.deepEqual(
    silences.map(({ from, to }) => [from, to]),
    [[6, 11]],
  );
  assert.ok(Math.abs((silences[0]?.lastedMs ?? 0) - 6150) < 100, 'from 5.90 s to 12.05 s');
  const idle = runOutcome();
  const timeline = idle.timeline.map((row) =>
    row.second === 9 ? { ...row, intended: 0, sent: 0, inFlight: 0, delivered: 0 } : row,
  );
  assert.deepEqual(courseOf({ ...idle, timeline }, VALID).silences, []);
  // A second of which nobody reported anything is not known to be silent.
  const unknown = idle.timeline.filter(({ second }) => second !== 9);
  assert.deepEqual(courseOf({ ...idle, timeline: unknown }, VALID).silences, []);
});

test('where a few copies a second come, a second without one is chance', () => {
  const { silences } = courseWith({
    seconds: 30,
    rate: 2,
    busyMs: () => 0.1,
    delayMs: ({ random }) => random.next() * 1500,
  });
  assert.deepEqual(silences, []);
});

/** Headline and findings of a run without losses. */
function toldOf(simulation: Simulation): { readonly headline: string; readonly findings: string } {
  const outcome = simulatedRun(simulation);
  const report = buildReport(outcome, reportContext());
  const { tone, text } = headlineOf(report);
  return { headline: `${tone} ${text}`, findings: findingsOf(outcome, report.verdict).map(inEnglish).join('\n') };
}

test('the headline and the findings tell what changed', () => {
  const behind = toldOf({ seconds: 20, rate: 400, seed: 1, busyMs: () => 1000 / 300 });
  assert.match(
    behind.headline,
    /^bad FELL BEHIND: it served 30\d of 400 messages\/s, and p50 grew all the time, from /,
  );
  assert.match(behind.findings, /^The server fell behind: of 400 messages\/s that were offered it served 30\d, /m);
  const slows = toldOf({
    seconds: 30,
    rate: 100,
    seed: 1,
    busyMs: () => 0.5,
    delayMs: ({ index }) => 2 + index * 0.122,
  });
  assert.match(slows.headline, /^warn SLOWS with every message: p50 of the last tenth is \d\d × that of the first/);
  assert.match(
    slows.findings,
    /^The server slows with every message: .* every 1,000 messages added 12\d ms .*R² 1\.00\)\.$/m,
  );
  const silent = toldOf({ seconds: 20, rate: 100, seed: 1, busyMs: () => 0.1, stalls: [[5900, 12_050]] });
  assert.match(silent.headline, /^warn HELD: all [\d,]+ deliveries arrived, .*; nothing moved for 6\.1 s at second 6$/);
  assert.match(silent.findings, /^Nothing moved for 6\.1 s at second 6, though messages were due\.$/m);
});

test('what was lost shows before how fast the rest came, and before thresholds that did not hold', () => {
  const outcome = runOutcome();
  const { expected } = outcome.deliveries;
  const headlineAt = (lost: number): string => {
    const deliveries = { ...outcome.deliveries, lost, received: expected - lost };
    return headlineOf(buildReport({ ...outcome, deliveries }, reportContext())).text;
  };
  assert.equal(headlineAt(146_400), 'LOST: 146,400 of 150,000 deliveries lost (97.60 %)');
  assert.equal(headlineAt(15), 'LOST: 15 of 150,000 deliveries lost (0.01 %), p99 2.48 ms');
  assert.equal(headlineAt(15_000), 'LOST: 15,000 of 150,000 deliveries lost (10.00 %), p99 2.48 ms');
  const slow = buildReport(
    { ...outcome, deliveries: { ...outcome.deliveries, lost: 15, received: expected - 15 } },
    reportContext({ thresholds: ['lost==0', 'p99(delivery)<1ms', 'errors<1%'] }),
  );
  assert.equal(
    headlineOf(slow).text,
    'LOST: 15 of 150,000 deliveries lost (0.01 %), p99 2.48 ms; 2 of 3 thresholds did not hold',
  );
});
