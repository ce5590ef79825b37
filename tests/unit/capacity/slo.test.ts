import assert from 'node:assert/strict';
import test from 'node:test';
import { parseSlo } from '#dist/capacity/slo.js';
import { isMessage } from '#dist/core/language/words.js';
import { factsOf } from '#dist/capacity/trial-facts.js';
import { COPIES, trialOutcome, type TrialMade } from '../../helpers/capacity/trials.js';

function measured(expression: string, made: TrialMade, load = 100): { lossRatio: number; holds: boolean } {
  const slo = parseSlo(expression);
  assert.ok(!isMessage(slo));
  return slo.measure(factsOf(trialOutcome(load, made)));
}

test('a percentile allows its share of copies to come late, and those that never come are the latest', () => {
  const copies = 100 * 10 * COPIES;
  assert.deepEqual(measured('p99(delivery)<250ms', { slowestMs: 240 }), { lossRatio: 0, holds: true });
  assert.deepEqual(measured('p99(delivery)<250ms', { slowestMs: 10, missing: copies / 100 }), {
    lossRatio: 0.01,
    holds: true,
  });
  const { lossRatio, holds } = measured('p99(delivery)<250ms', { slowestMs: 10, missing: copies / 100 + 1 });
  assert.ok(lossRatio > 0.01 && !holds);
  // Evenly from 130 to 260 ms: a thirteenth is later than 250.
  const late = measured('p99(delivery)<250ms', { slowestMs: 260 });
  assert.ok(Math.abs(late.lossRatio - 10 / 130) < 0.002 && !late.holds);
});

test('a percentile is told of few copies as well: a short trial has no more', () => {
  assert.equal(measured('p99(delivery)<250ms', { durationMs: 1000 }, 20).holds, true);
});

test('lost means that a copy never came, whatever the reason, and counts what the server did not take', () => {
  assert.deepEqual(measured('lost==0', {}), { lossRatio: 0, holds: true });
  assert.deepEqual(measured('lost==0', { missing: 50 }), { lossRatio: 0.01, holds: false });
  assert.deepEqual(measured('lost==0', { notTaken: 10 }), { lossRatio: 0.01, holds: false });
  assert.deepEqual(measured('lost<2%', { missing: 50 }), { lossRatio: 0.01, holds: true });
  assert.deepEqual(measured('lost<1%', { missing: 50 }), { lossRatio: 0.01, holds: false });
});

test('what the generator left unsent is no loss of the server', () => {
  assert.deepEqual(measured('lost==0', { unsent: 5 }), { lossRatio: 0, holds: true });
});

test('other expressions hold or do not, and nothing at all holds none', () => {
  assert.equal(measured('mean(delivery)<9ms', { slowestMs: 10 }).holds, true);
  assert.equal(measured('mean(delivery)<7ms', { slowestMs: 10 }).holds, false);
  assert.equal(measured('max(delivery)<9ms', { slowestMs: 10 }).holds, false);
  assert.equal(measured('reordered==0', {}).holds, true);
  assert.equal(measured('lost==0', {}, 0).holds, false);
});

test('a goal that no load can break, or that only a larger load can reach, is no goal', () => {
  for (const expression of [
    'tps>=1000',
    'users>10',
    'connections>5',
    'p99(delivery)>1ms',
    'p99(delivry)<1ms',
    'lost',
  ]) {
    assert.ok(isMessage(parseSlo(expression)), expression);
  }
});

test('an expression says how many messages it takes to be certain of it', () => {
  const needed = (expression: string): number | undefined => {
    const slo = parseSlo(expression);
    return isMessage(slo) ? undefined : slo.messagesNeeded;
  };
  assert.deepEqual(
    ['p99(delivery)<250ms', 'p95(echo)<1s', 'max(delivery)<1s', 'lost==0', 'lost<1%'].map(needed),
    [459, 90, 0, 0, 459],
  );
});
