import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { BOUNDS_US, cumulative, exponential } from '#dist/live/exporters/histograms.js';
import { BucketCounter, MAX_VALUE_US } from '#dist/metrics/bucket-counter.js';
import { PERCENTILES, rawPercentileUs, summarise } from '#dist/metrics/latency-summary.js';
import { counterOf, spreadOf } from '../../../helpers/report/spread.js';

/** Samples over all orders of magnitude, and some right at the bounds. */
const SAMPLES = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 3000 }),
    fc.integer({ min: 0, max: 5_000_000 }),
    fc.integer({ min: 0, max: MAX_VALUE_US }),
    fc.constantFrom(...BOUNDS_US.flatMap((boundUs) => [boundUs, boundUs + 1])),
  ),
  { maxLength: 200 },
);

/** Like `rawPercentileUs`, of an exponential histogram: the upper bound of the bucket that holds the sample, microseconds. */
function percentileUs(counter: BucketCounter, share: number): number {
  const { count, zeroCount, scale, offset, bucketCounts } = exponential(counter);
  let reached = zeroCount;
  const rank = Math.max(1, Math.ceil(count * share));
  if (reached >= rank) return 0;
  for (const [index, samples] of bucketCounts.entries()) {
    reached += samples;
    if (reached >= rank) return 2 ** ((offset + index + 1) / 2 ** scale) * 1e6;
  }
  return Number.NaN;
}

test('bounds rise, and none is finer than the counter', () => {
  for (const [index, boundUs] of BOUNDS_US.entries()) assert.ok(boundUs > (BOUNDS_US[index - 1] ?? 0));
});

test('samples up to a bound are counted to the microsecond below 2 ms, and to 0.1 % above', () => {
  fc.assert(
    fc.property(SAMPLES, (samples) => {
      const { counts, count } = cumulative(counterOf(samples));
      assert.equal(count, samples.length);
      for (const [index, boundUs] of BOUNDS_US.entries()) {
        const slackUs = boundUs < 2048 ? 0 : boundUs / 1000;
        assert.ok((counts[index] ?? 0) >= samples.filter((valueUs) => valueUs <= boundUs).length);
        assert.ok((counts[index] ?? 0) <= samples.filter((valueUs) => valueUs <= boundUs + slackUs).length);
      }
    }),
  );
});

test('a sample just above a bound that is told to the microsecond is not counted below it', () => {
  for (const [index, boundUs] of BOUNDS_US.entries()) {
    if (boundUs >= 2048) continue;
    assert.equal(cumulative(counterOf([boundUs])).counts[index], 1);
    assert.equal(cumulative(counterOf([boundUs + 1])).counts[index], 0);
  }
});

test('the sum is that of the mean in the report', () => {
  const counter = spreadOf(5000, 300, 900_000);
  const { count, mean } = summarise(counter);
  assert.ok(mean !== null);
  assert.ok(Math.abs(cumulative(counter).sumSeconds - (count * mean) / 1000) < 1e-6);
  assert.equal(exponential(counter).sumSeconds, cumulative(counter).sumSeconds);
});

test('an exponential histogram keeps every sample, in no more than 160 buckets', () => {
  fc.assert(
    fc.property(SAMPLES, (samples) => {
      const { count, zeroCount, bucketCounts } = exponential(counterOf(samples));
      assert.ok(bucketCounts.length <= 160);
      assert.equal(zeroCount, samples.filter((valueUs) => valueUs === 0).length);
      assert.equal(count, samples.length);
      assert.equal(
        bucketCounts.reduce((sum, one) => sum + one, zeroCount),
        samples.length,
      );
    }),
  );
});

test('its percentiles are those of the counter, one bucket more or less', () => {
  for (const counter of [spreadOf(5000, 300, 4000), spreadOf(5000, 10, 3_000_000), counterOf([7, 7, 7])]) {
    const base = 2 ** (2 ** -exponential(counter).scale);
    for (const name of ['p50', 'p90', 'p99'] as const) {
      const trueUs = rawPercentileUs(counter, name) ?? Number.NaN;
      const toldUs = percentileUs(counter, PERCENTILES[name] / 10_000);
      assert.ok(toldUs >= trueUs * 0.999 && toldUs <= trueUs * base * 1.001, `${name}: ${toldUs} for ${trueUs}`);
    }
  }
});

test('without a sample there is nothing, and no infinite number', () => {
  const nothing = new BucketCounter();
  assert.deepEqual(exponential(nothing), {
    count: 0,
    sumSeconds: 0,
    scale: 0,
    zeroCount: 0,
    offset: 0,
    bucketCounts: [],
  });
  assert.equal(cumulative(nothing).count, 0);
});

test('a narrow distribution is told finely', () => {
  assert.equal(exponential(spreadOf(100, 1000, 2000)).scale, 6);
  assert.deepEqual(exponential(counterOf([1000])).range, { min: 0.001, max: 0.001 });
});
