import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { inEnglish } from '#dist/core/language/words.js';
import { entranceFindings } from '#dist/judgement/findings/entrances.js';
import type { EntranceOutcome } from '#dist/metrics/run-outcome.js';
import { entranceOutcome } from '../../helpers/report/entrance-outcome.js';
import { runOutcome } from '../../helpers/report/outcome.js';
import { spreadOf } from '../../helpers/report/spread.js';

const [A, B, C] = ['http://127.0.0.1:4001', 'http://127.0.0.1:4002', 'http://127.0.0.1:4003'] as const;

/** What is said of entrances that are sound but for this. */
function said(...entrances: readonly Partial<EntranceOutcome>[]): string[] {
  const targets = [A, B, C];
  return entranceFindings(
    runOutcome({
      entrances: entrances.map((fields, index) => entranceOutcome({ target: targets[index] ?? '', ...fields })),
    }),
  ).map(inEnglish);
}

test('nothing is said where there is one entrance, nor of several that fare alike', () => {
  assert.deepEqual(said(), []);
  assert.deepEqual(said({}, {}, {}), []);
  const bad = { lost: 500, received: 74_500, errors: 30, connectionsLost: 20 };
  assert.deepEqual(said(bad, { ...bad, lost: 520, received: 74_480 }), []);
});

test('an entrance that has most of what went wrong is told with its part of the users', () => {
  assert.deepEqual(
    said({ lost: 2, received: 74_998 }, { lost: 90, received: 74_910, connectionsLost: 12, errors: 14 }),
    [
      `The entrance ${B} differs: 90 of 92 lost copies, 12 of 12 lost connections and 14 of 14 errors were of the 25 of 50 users there.`,
    ],
  );
});

test('what chance deals out is no difference', () => {
  assert.deepEqual(said({ lost: 2, received: 74_998 }, { lost: 5, received: 74_995 }), []);
  assert.deepEqual(said({}, { connectionsLost: 3 }), []);
});

test('an entrance with longer times than the fastest is told with both, however many are slow', () => {
  const slow = { latency: spreadOf(75_000, 40_000, 60_000) };
  assert.deepEqual(said({}, slow, slow), [
    `The entrance ${B} differs: p50(delivery) is 50.0 ms there and 1.75 ms at ${A}; p99(delivery) is 59.8 ms there and 2.48 ms at ${A}.`,
    `The entrance ${C} differs: p50(delivery) is 50.0 ms there and 1.75 ms at ${A}; p99(delivery) is 59.8 ms there and 2.48 ms at ${A}.`,
  ]);
  assert.deepEqual(
    said({ latency: spreadOf(75_000, 100, 200) }, { latency: spreadOf(75_000, 300, 900) }),
    [],
    'within a millisecond',
  );
  assert.deepEqual(said({}, { latency: spreadOf(99, 40_000, 60_000) }), [], 'too few copies');
});

test('entrances between which nothing comes are told to be no one chat', () => {
  const apart = { received: 37_500, lost: 37_500, receivedAcross: 0 };
  assert.deepEqual(said(apart, apart), [
    'Not one of the 75,000 copies that users at any entrance received was of a message from another entrance, and 75,000 copies are lost: the servers behind the entrances do not seem to be one chat (Socket.IO needs an adapter for that).',
  ]);
  assert.match(said({}, {}, apart).join('\n'), new RegExp(`^Not one of the 37,500 copies that users at ${C} received`));
  assert.deepEqual(said({ receivedAcross: 0 }, { receivedAcross: 0 }), [], 'rooms that happen to be at one each');
});

test('whatever the numbers are, nothing is said twice of an entrance, and no number is none', () => {
  const counts = fc.record({
    users: fc.nat(50),
    connectionsLost: fc.nat(100),
    errors: fc.nat(1000),
    expected: fc.nat(1000),
    lost: fc.nat(1000),
    received: fc.nat(1000),
    receivedAcross: fc.nat(1000),
    latency: fc.nat(200).map((count) => spreadOf(count, 10, 1e6)),
  });
  fc.assert(
    fc.property(fc.array(counts, { maxLength: 3 }), (entrances) => {
      const findings = said(...entrances);
      assert.ok(findings.length <= entrances.length + 1);
      for (const finding of findings) assert.doesNotMatch(finding, /NaN|undefined|Infinity/);
    }),
  );
});
