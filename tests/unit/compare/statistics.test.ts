import assert from 'node:assert/strict';
import test from 'node:test';
import { createRandom } from '#dist/core/random.js';
import { mergeCounters, summarise } from '#dist/metrics/latency-summary.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { blockLengthOf, blockVarianceOfSum } from '#dist/compare/statistics/block-variance.js';
import { differenceOf, sharesAround } from '#dist/compare/statistics/interval.js';
import { knowledgeOf, percentileInterval, type Samples } from '#dist/compare/statistics/percentile-interval.js';
import { studentBeyond } from '#dist/compare/statistics/student-t.js';
import { commonParts, normal, secondOf } from '../../helpers/report/compared.js';

const SECONDS = 25;
const MESSAGES = 60;
const RUNS = 60;

test("Student's t is that of the tables", () => {
  const table = [
    [0.025, 1, 12.7062],
    [0.025, 2, 4.3027],
    [0.025, 3, 3.1824],
    [0.025, 5, 2.5706],
    [0.025, 30, 2.0423],
    [0.001, 4, 7.1732],
    [0.001, 9, 4.2968],
    [0.0005, 100, 3.3905],
    [0.25, 5, 0.7267],
    [0.025, 1e6, 1.96],
  ] as const;
  for (const [tail, degrees, expected] of table)
    assert.ok(Math.abs(studentBeyond(tail, degrees) - expected) < 1e-4, `t(${tail}, ${degrees})`);
});

test('the variance of a sum is what drawing blocks in a circle again and again gives', () => {
  const random = createRandom(7, 'blocks');
  const common = commonParts(random);
  const series = Array.from({ length: 36 }, () => 5 + common.next().value);
  const length = blockLengthOf(series.length);
  assert.equal(length, 6);
  const sums = Array.from({ length: 20_000 }, () => {
    let sum = 0;
    for (let block = 0; block < series.length / length; block++) {
      const start = random.integer(series.length);
      for (let index = 0; index < length; index++) sum += series[(start + index) % series.length] ?? 0;
    }
    return sum;
  });
  const mean = sums.reduce((total, sum) => total + sum, 0) / sums.length;
  const drawn = sums.reduce((total, sum) => total + (sum - mean) ** 2, 0) / sums.length;
  const told = blockVarianceOfSum(series);
  assert.ok(told !== undefined);
  const ratio = told.variance / (drawn * (series.length / (series.length - length)));
  assert.ok(Math.abs(ratio - 1) < 0.05, `${ratio}`);
});

test('a few seconds tell nothing of their variance, and a constant has none', () => {
  assert.equal(blockVarianceOfSum([1, 2, 3]), undefined);
  assert.equal(blockVarianceOfSum([2, 2, 2, 2, 2])?.variance, 0);
});

test('the range of a percentile is skewed towards the rare side and open where nothing bounds it', () => {
  const { low, high } = sharesAround(0.99, { effectiveSamples: 1000, degrees: Number.POSITIVE_INFINITY }, 0.001);
  // Ten values lie beyond: by the Poisson distribution 2.6 to 22 with this confidence.
  assert.ok(Math.abs((1 - low) * 1000 - 22.2) < 0.5, `${low}`);
  assert.ok(Math.abs((1 - high) * 1000 - 2.6) < 0.2, `${high}`);
  assert.equal(sharesAround(0.99, { effectiveSamples: 100, degrees: 5 }, 0.001).high, 1);
  assert.equal(sharesAround(0.5, { effectiveSamples: 1, degrees: 1 }, 0.001).low, 0);
});

test('a difference is as uncertain as its two sides together, each in its own direction', () => {
  const base = { value: 10, low: 7, high: 14 };
  const current = { value: 30, low: 27, high: 31 };
  assert.deepEqual(differenceOf(base, current), { value: 20, low: 15, high: 20 + Math.hypot(1, 3) });
  const unbounded = differenceOf({ ...base, high: Number.POSITIVE_INFINITY }, current);
  assert.equal(unbounded.low, Number.NEGATIVE_INFINITY);
});

/** Seconds whose messages have something in common, which lasts: `commonUs` is its standard deviation. */
function samplesOf(seed: number, commonUs: number): Samples {
  const random = createRandom(seed, 'coverage');
  const common = commonParts(random);
  const seconds = Array.from({ length: SECONDS }, () => secondOf(random, MESSAGES, commonUs * common.next().value));
  const counter = mergeCounters(seconds);
  return {
    summary: summarise(counter),
    counter,
    seconds: seconds.map((second) => [encodeCounts(second)]),
    messages: SECONDS * MESSAGES,
  };
}

/** How often the interval of a percentile holds the true one. */
function coverage(commonUs: number, name: 'p50' | 'p95', isIndependent: boolean): number {
  const random = createRandom(1, 'truth');
  const truth = summarise(
    mergeCounters(Array.from({ length: 1000 }, () => secondOf(random, 100, commonUs * normal(random)))),
  )[name];
  let held = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const samples = samplesOf(seed, commonUs);
    const knowledge = knowledgeOf(isIndependent ? { ...samples, seconds: [] } : samples, name);
    const interval = percentileInterval(samples, name, knowledge, 0.025);
    if (interval !== undefined && truth !== null && interval.low <= truth && truth <= interval.high) held++;
  }
  return held / RUNS;
}

for (const name of ['p50', 'p95'] as const) {
  test(`nine of ten 95 % intervals of ${name} hold the truth when seconds have much in common, which those of independent samples do not`, () => {
    const held = coverage(600, name, false);
    assert.ok(held > 0.85, `${held}`);
    const naive = coverage(600, name, true);
    assert.ok(naive < 0.75, `${naive}`);
  });
}

test('samples that are independent are found to be, nearly', () => {
  const held = coverage(0, 'p95', false);
  assert.ok(held > 0.92, `${held}`);
  const { effectiveSamples } = knowledgeOf(samplesOf(3, 0), 'p95');
  assert.ok(effectiveSamples > 400, `${effectiveSamples}`);
});

test('a run of three seconds knows nothing, and copies are worth no more than their messages', () => {
  const samples = samplesOf(5, 100);
  assert.equal(knowledgeOf({ ...samples, seconds: samples.seconds.slice(0, 3) }, 'p50').effectiveSamples, 1);
  assert.ok(knowledgeOf({ ...samplesOf(5, 0), messages: 50 }, 'p50').effectiveSamples <= 50);
});
