import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { build } from 'hdr-histogram-js';
import { BucketCounter, MAX_VALUE_US } from '#dist/metrics/bucket-counter.js';
import {
  countOf,
  deliveryOf,
  PERCENTILES,
  type PercentileName,
  percentileMs,
  rawPercentileUs,
  samplesNeededFor,
  summarise,
} from '#dist/metrics/latency-summary.js';
import { counterOf, spreadOf } from '../../helpers/report/spread.js';

const NAMES = Object.keys(PERCENTILES) as PercentileName[];

/** Latencies of every order of magnitude, not only large ones. */
const valuesUs = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 3_000 }),
    fc.integer({ min: 0, max: 5_000_000 }),
    fc.integer({ min: 0, max: MAX_VALUE_US }),
  ),
  { minLength: 1, maxLength: 400 },
);

function oracleOf(values: readonly number[]) {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_VALUE_US,
    numberOfSignificantValueDigits: 3,
    autoResize: false,
    bitBucketSize: 64,
    useWebAssembly: false,
  });
  for (const value of values) histogram.recordValue(value);
  return histogram;
}

function close(actual: number | null, expected: number): void {
  assert.ok(
    actual !== null && Math.abs(actual - expected) <= Math.abs(expected) * 1e-9 + 1e-9,
    `${actual} ≠ ${expected}`,
  );
}

test('percentiles are those of HdrHistogram, to the microsecond', () => {
  fc.assert(
    fc.property(valuesUs, (values) => {
      const counter = counterOf(values);
      const oracle = oracleOf(values);
      for (const name of NAMES) {
        assert.equal(rawPercentileUs(counter, name), oracle.getValueAtPercentile(PERCENTILES[name] / 100), name);
      }
    }),
  );
});

test('mean and standard deviation are those of HdrHistogram', () => {
  fc.assert(
    fc.property(valuesUs, (values) => {
      const summary = summarise(counterOf(values));
      const oracle = oracleOf(values);
      close(summary.mean, oracle.mean / 1000);
      close(summary.stddev, oracle.stdDeviation / 1000);
    }),
  );
});

test('minimum and maximum enclose every value and stay within a bucket of the real ones', () => {
  fc.assert(
    fc.property(valuesUs, (values) => {
      const { min, max, mean } = summarise(counterOf(values));
      const lowest = Math.min(...values) / 1000;
      const highest = Math.max(...values) / 1000;
      assert.ok(min !== null && max !== null && mean !== null);
      assert.ok(min <= lowest && min >= lowest * 0.999, `${min} is not the minimum ${lowest}`);
      assert.ok(max >= highest && max <= highest * 1.001, `${max} is not the maximum ${highest}`);
      assert.ok(min <= mean && mean <= max);
    }),
  );
});

test('a latency without samples is a count of 0 and nothing else', () => {
  const { count, ...rest } = summarise(new BucketCounter());
  assert.equal(count, 0);
  assert.deepEqual(new Set(Object.values(rest)), new Set([null]));
  assert.equal(rawPercentileUs(new BucketCounter(), 'p50'), undefined);
});

test('a percentile is told from exactly 10 / (1 − p) samples on', () => {
  const needed = { p50: 20, p75: 40, p90: 100, p95: 200, p99: 1_000, p999: 10_000, p9999: 100_000 };
  for (const name of NAMES) {
    assert.equal(samplesNeededFor(name), needed[name]);
    assert.equal(summarise(spreadOf(needed[name] - 1, 1, 9_000))[name], null, `${name} of too few`);
    assert.equal(percentileMs(spreadOf(needed[name] - 1, 1, 9_000), name), null);
    assert.notEqual(summarise(spreadOf(needed[name], 1, 9_000))[name], null, `${name} of enough`);
    assert.equal(
      percentileMs(spreadOf(needed[name], 1, 9_000), name),
      summarise(spreadOf(needed[name], 1, 9_000))[name],
    );
  }
});

test('one sample has a minimum, a mean and a maximum, and no percentile', () => {
  const summary = summarise(counterOf([1_500]));
  assert.deepEqual(
    [summary.count, summary.min, summary.mean, summary.stddev, summary.max, summary.p50],
    [1, 1.5, 1.5, 0, 1.5, null],
  );
});

test('impossible samples count nowhere, clamped ones as one hour', () => {
  const counter = counterOf([100, -5, Number.NaN, Number.POSITIVE_INFINITY, MAX_VALUE_US + 1]);
  assert.equal(countOf(counter), 2);
  const { min, max } = summarise(counter);
  assert.equal(min, 0.1);
  assert.ok(max !== null && max >= MAX_VALUE_US / 1000);
});

test('delivery is every copy: the samples of echo and fanout together', () => {
  const echo = counterOf([100, 200]);
  const fanout = counterOf([300, 400, 500]);
  assert.deepEqual(summarise(deliveryOf(echo, fanout)), summarise(counterOf([100, 200, 300, 400, 500])));
  assert.equal(countOf(echo), 2, 'the parts stay as they were');
});
