import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { createRandom } from '#dist/core/random.js';
import { OPERATORS, type Operator } from '#dist/judgement/expression.js';
import { atLeastOf, type Decision, decideByFew } from '#dist/judgement/few-samples.js';
import { PERCENTILES, type PercentileName, samplesNeededFor } from '#dist/metrics/latency-summary.js';
import { counterOf } from '../../helpers/report/spread.js';

/** What samples, in milliseconds, say of a bound. */
function decide(
  samplesMs: readonly number[],
  percentile: PercentileName,
  operator: Operator,
  limitMs: number,
  samplesPerMessage = 1,
): Decision | undefined {
  const counter = counterOf(samplesMs.map((ms) => ms * 1000));
  return decideByFew({ counter, percentile, samplesPerMessage }, operator, limitMs);
}

const fast = (count: number): number[] => Array.from({ length: count }, (_, index) => 1 + (index % 5));
const slow = (count: number): number[] => Array.from({ length: count }, () => 9000);

test('980 copies, the slowest 5 ms, hold p99 below 5 s', () => {
  assert.deepEqual(decide(fast(980), 'p99', '<', 5000), {
    passed: true,
    actual: 5.003,
    note: 'decided by 980 samples, too few for a p99',
  });
});

test('where all samples are on one side of the bound, every percentile of them is', () => {
  assert.equal(decide(fast(1), 'p99', '<=', 1.001)?.passed, true);
  assert.equal(decide(slow(3), 'p99', '<', 100)?.passed, false);
  assert.equal(decide(slow(3), 'p50', '>', 100)?.passed, true);
  assert.equal(decide(fast(3), 'p50', '>=', 100)?.passed, false);
});

test('far more samples beyond the bound than it allows break it, however few there are', () => {
  const decision = decide([...fast(480), ...slow(20)], 'p99', '<', 250);
  assert.equal(decision?.passed, false);
  assert.ok((decision?.actual ?? 0) > 250);
});

test('far fewer samples beyond the bound than it allows hold it', () => {
  assert.equal(decide([...fast(980), ...slow(1)], 'p99', '<', 250)?.passed, true);
  assert.equal(decide([...fast(9), ...slow(5)], 'p50', '<', 250)?.actual, null);
});

test('what cannot be decided fails, and says how many more messages it takes', () => {
  assert.deepEqual(decide([...fast(195), ...slow(5)], 'p99', '<', 250, 4), {
    passed: false,
    actual: null,
    note: '200 samples of 1,000 for a p99, and they do not decide it: it takes 200 messages more',
  });
  assert.equal(decide(fast(5), 'p99', '==', 3)?.actual, null);
});

test('the copies of one message are no more than one to judge by', () => {
  // Sixteen of eighty copies are late: alone they would be proof, as two of ten messages they are not.
  const late = [...fast(64), ...slow(16)];
  assert.equal(decide(late, 'p95', '<', 250)?.actual !== null, true);
  assert.equal(decide(late, 'p95', '<', 250, 8)?.actual, null);
});

test('without any sample nothing is decided', () => {
  assert.equal(decide([], 'p99', '<', 250), undefined);
});

const percentiles = fc.constantFrom<PercentileName>('p50', 'p75', 'p90', 'p95', 'p99');
const operators = fc.constantFrom<Operator>('<', '<=', '>', '>=');
const samples = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 300 });

test('what is told as the value is on the side that was decided for', () => {
  fc.assert(
    fc.property(
      samples,
      percentiles,
      operators,
      fc.integer({ min: 1, max: 400 }),
      (values, percentile, operator, limit) => {
        const decision = decide(values, percentile, operator, limit + 0.5);
        assert.ok(decision !== undefined);
        if (decision.actual !== null) assert.equal(OPERATORS[operator](decision.actual, limit + 0.5), decision.passed);
      },
    ),
  );
});

test('a wider bound is never broken where a narrower one holds', () => {
  fc.assert(
    fc.property(samples, percentiles, fc.nat(400), fc.nat(400), (values, percentile, limit, wider) => {
      if (decide(values, percentile, '<', limit + 0.5)?.passed === true) {
        assert.equal(decide(values, percentile, '<', limit + wider + 0.5)?.passed, true);
      }
    }),
  );
});

test('among samples on both sides of the bound, a decision is wrong once in a hundred times at the most', () => {
  const random = createRandom(7, 'few samples');
  const counts = { wrong: 0, all: 0 };
  for (let run = 0; run < 4000; run++) {
    const percentile = (['p75', 'p90', 'p95', 'p99'] as const)[run % 4] ?? 'p99';
    const allowed = 1 - PERCENTILES[percentile] / 10_000;
    const size = 1 + random.integer(samplesNeededFor(percentile) - 1);
    // Just on the wrong side of what is allowed, where mistakes are easiest.
    const share = run % 2 === 0 ? allowed * 1.02 : allowed * 0.98;
    const values = Array.from({ length: size }, () => (random.next() < share ? 9000 : 1));
    if (new Set(values).size === 1) continue;
    const decision = decide(values, percentile, '<', 100);
    counts.all++;
    if (decision?.actual !== null && decision?.passed !== share < allowed) counts.wrong++;
  }
  assert.ok(counts.all > 2000);
  assert.ok(counts.wrong <= counts.all * 0.015, `${counts.wrong} of ${counts.all}`);
});

test('the tail of a binomial distribution is what a sum of its terms is', () => {
  assert.equal(atLeastOf(10, 0.3, 0), 1);
  assert.ok(Math.abs(atLeastOf(2, 0.5, 1) - 0.75) < 1e-12);
  assert.ok(Math.abs(atLeastOf(10, 0.1, 1) - (1 - 0.9 ** 10)) < 1e-12);
  assert.ok(Math.abs(atLeastOf(10, 0.1, 10) - 0.1 ** 10) < 1e-12);
  assert.equal(atLeastOf(3, 0.5, 4), 0);
  // 0.0001 to the power of 99,000 is smaller than any number.
  assert.ok(Math.abs(atLeastOf(99_000, 0.9999, 98_990) - 0.583) < 0.05);
});
