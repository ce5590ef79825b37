import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { build, type Histogram, type JsHistogram } from 'hdr-histogram-js';
import {
  BUCKET_COUNT,
  BucketCounter,
  bucketIndexOf,
  lowestValueOf,
  MAX_VALUE_US,
} from '#dist/metrics/bucket-counter.js';
import { runsOf } from '../../helpers/runs-of.js';

/** The reference: the same range and precision. */
function reference(): JsHistogram & Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_VALUE_US,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
    useWebAssembly: false,
  }) as JsHistogram & Histogram;
}

/** Values of every magnitude alike, and the borders of buckets. */
const valueUs = fc.oneof(
  fc.nat(5000),
  fc.nat(MAX_VALUE_US),
  fc
    .tuple(fc.nat(31), fc.integer({ min: -2, max: 2 }))
    .map(([bits, beside]) => Math.min(MAX_VALUE_US, Math.max(0, 2 ** bits + beside))),
  fc.constantFrom(0, 1, 2047, 2048, MAX_VALUE_US - 1, MAX_VALUE_US),
);

function totalOf(counter: BucketCounter): number {
  return Array.from(counter.counts).reduce((sum, count) => sum + count, 0);
}

test('a value falls into the bucket that HdrHistogram counts it in', () => {
  const histogram = reference();
  fc.assert(
    fc.property(valueUs, (value) => {
      const index = bucketIndexOf(value);
      assert.equal(index, histogram.countsArrayIndex(value));
      assert.equal(lowestValueOf(index), histogram.lowestEquivalentValue(value));
      assert.ok(index >= 0 && index < BUCKET_COUNT);
    }),
    { numRuns: runsOf(2000) },
  );
});

test('every bucket begins where HdrHistogram says, right after the one before has ended', () => {
  const histogram = reference();
  for (let index = 0; index < BUCKET_COUNT; index++) {
    const lowest = lowestValueOf(index);
    assert.equal(lowest, histogram.valueFromIndex(index));
    assert.equal(bucketIndexOf(lowest), index);
    if (index > 0) assert.equal(bucketIndexOf(lowest - 1), index - 1);
  }
});

test('a bucket is never wider than a thousandth of its values', () => {
  for (let index = 0; index + 1 < BUCKET_COUNT; index++) {
    const lowest = lowestValueOf(index);
    assert.ok(lowestValueOf(index + 1) - lowest <= Math.max(1, lowest / 1000));
  }
});

test('recorded values are counted as HdrHistogram counts them', () => {
  fc.assert(
    fc.property(fc.array(valueUs, { maxLength: 200 }), (values) => {
      const [counter, histogram] = [new BucketCounter(), reference()];
      for (const value of values) {
        counter.record(value);
        histogram.recordValue(value);
      }
      assert.equal(totalOf(counter), histogram.totalCount);
      for (const value of values) {
        const index = bucketIndexOf(value);
        assert.equal(counter.counts[index], histogram.getCountAtIndex(index));
      }
      assert.equal(counter.impossible + counter.clamped, 0);
    }),
    { numRuns: runsOf(200) },
  );
});

test('the smallest and the largest latency have the first and the last bucket', () => {
  assert.equal(bucketIndexOf(0), 0);
  assert.equal(bucketIndexOf(MAX_VALUE_US), BUCKET_COUNT - 1);
});

test('what cannot be a latency is counted as impossible and nowhere else', () => {
  const counter = new BucketCounter();
  for (const value of [-1, -MAX_VALUE_US, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    counter.record(value);
  }
  assert.equal(counter.impossible, 5);
  assert.equal(counter.clamped, 0);
  assert.equal(totalOf(counter), 0);
});

test('a latency of more than an hour is in the last bucket and said to be clamped', () => {
  const counter = new BucketCounter();
  counter.record(MAX_VALUE_US + 1);
  counter.record(Number.MAX_SAFE_INTEGER);
  assert.equal(counter.clamped, 2);
  assert.equal(counter.impossible, 0);
  assert.equal(counter.counts[BUCKET_COUNT - 1], 2);
  assert.equal(totalOf(counter), 2);
});

test('adding counters is the same as recording everything in one', () => {
  const anything = fc.array(fc.oneof(valueUs, fc.integer({ min: -5, max: -1 }), fc.constant(MAX_VALUE_US + 9)));
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 5 }), (parts) => {
      const [sum, whole] = [new BucketCounter(), new BucketCounter()];
      for (const part of parts) {
        const counter = new BucketCounter();
        for (const value of part) {
          counter.record(value);
          whole.record(value);
        }
        sum.add(counter);
      }
      assert.deepEqual(sum.counts, whole.counts);
      assert.equal(sum.impossible, whole.impossible);
      assert.equal(sum.clamped, whole.clamped);
    }),
    { numRuns: runsOf(100) },
  );
});

test('a counter that was reset has counted nothing', () => {
  const counter = new BucketCounter();
  for (const value of [5, -1, MAX_VALUE_US + 1]) counter.record(value);
  counter.reset();
  assert.equal(totalOf(counter), 0);
  assert.equal(counter.impossible, 0);
  assert.equal(counter.clamped, 0);
});
