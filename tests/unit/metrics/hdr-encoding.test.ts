import assert from 'node:assert/strict';
import test from 'node:test';
import { deflateSync, inflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { BucketCounter, lowestValueOf, MAX_VALUE_US } from '#dist/metrics/bucket-counter.js';
import { decodeHistogram, encodeHistogram, encodeSparseHistogram } from '#dist/metrics/hdr-encoding.js';
import { rawPercentileUs } from '#dist/metrics/latency-summary.js';
import { decodeCounts, encodeCounts } from '#dist/metrics/sparse-counts.js';
import { counterOf, spreadOf } from '../../helpers/report/spread.js';

test('an encoded histogram decodes to the same counts and percentiles', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: MAX_VALUE_US }), { minLength: 1, maxLength: 200 }), (values) => {
      const counter = counterOf(values);
      const decoded = decodeFromCompressedBase64(encodeHistogram(counter));
      assert.equal(decoded.totalCount, values.length);
      for (const name of ['p50', 'p90', 'p99'] as const) {
        assert.equal(decoded.getValueAtPercentile(Number(name.slice(1))), rawPercentileUs(counter, name));
      }
    }),
    { numRuns: 50 },
  );
});

test('an empty counter encodes to an empty histogram', () => {
  const text = encodeHistogram(new BucketCounter());
  assert.equal(decodeFromCompressedBase64(text).totalCount, 0);
  assert.deepEqual(decodeHistogram(text)?.filled(), new BucketCounter().filled());
  // One count of zero, as Java, C and JavaScript write it: without any, the C library says that inflating failed, and reads no further line of a log.
  const plain = inflateSync(Buffer.from(text, 'base64').subarray(8));
  assert.deepEqual([plain.readInt32BE(4), [...plain.subarray(40)]], [1, [0]]);
});

test('a bucket of more than 2^31 samples keeps its count', () => {
  const counter = new BucketCounter();
  counter.increase(1_000, 4_000_000_000);
  const decoded = decodeFromCompressedBase64(encodeHistogram(counter), 64);
  assert.equal(decoded.totalCount, 4_000_000_000);
  assert.equal(decoded.getValueAtPercentile(50), 1_000);
});

test('samples above one hour are in the last bucket', () => {
  const decoded = decodeFromCompressedBase64(encodeHistogram(counterOf([MAX_VALUE_US * 2])));
  assert.ok(decoded.getValueAtPercentile(100) >= MAX_VALUE_US);
});

test('the histogram of a real run takes few bytes', () => {
  const encoded = encodeHistogram(spreadOf(100_000, 300, 400_000));
  assert.ok(encoded.length < 16_000, `${encoded.length} characters`);
});

const LATENCIES = fc.array(fc.integer({ min: 0, max: MAX_VALUE_US }), { maxLength: 200 });

test('what was encoded is decoded bucket for bucket, from a counter and from its encoded counts', () => {
  fc.assert(
    fc.property(LATENCIES, (values) => {
      const counter = counterOf(values);
      assert.deepEqual(decodeHistogram(encodeHistogram(counter)), counter);
      assert.equal(encodeSparseHistogram(encodeCounts(counter)), encodeHistogram(counter));
      assert.deepEqual(decodeCounts(encodeCounts(counter)), counter);
    }),
    { numRuns: 30 },
  );
});

test('what the library encodes is decoded too, and counts of more than 2^31 are', () => {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_VALUE_US,
    numberOfSignificantValueDigits: 3,
    autoResize: false,
    bitBucketSize: 64,
  });
  const counter = new BucketCounter();
  for (const [index, count] of [
    [3, 1],
    [4, 4_000_000_000],
    [6, 7],
    [9_000, 2],
  ] as const) {
    counter.increase(index, count);
    histogram.recordValueWithCount(lowestValueOf(index), count);
  }
  assert.deepEqual(decodeHistogram(encodeIntoCompressedBase64(histogram)), counter);
  assert.deepEqual(decodeHistogram(encodeHistogram(counter)), counter);
});

test('the header is that of the Java implementation: offset 0, 3 digits, 1 to one hour, ratio 1.0', () => {
  const bytes = Buffer.from(encodeHistogram(counterOf([1])), 'base64');
  assert.equal(bytes.readInt32BE(0), 0x1c849314);
  assert.equal(bytes.readInt32BE(4), bytes.length - 8);
  const plain = inflateSync(bytes.subarray(8));
  assert.deepEqual(
    [0, 4, 8, 12].map((offset) => plain.readInt32BE(offset)),
    [0x1c849313, 2, 0, 3],
  );
  assert.deepEqual([plain.readBigInt64BE(16), plain.readBigInt64BE(24)], [1n, 3_600_000_000n]);
  assert.equal(plain.readDoubleBE(32), 1);
});

test('what is no histogram of ours decodes to nothing, and a bomb is not inflated', () => {
  const whole = Buffer.from(encodeHistogram(spreadOf(1_000, 300, 400_000)), 'base64');
  const bomb = Buffer.concat([whole.subarray(0, 8), deflateSync(Buffer.alloc(64 << 20))]);
  const texts = [
    '',
    'AAAA',
    'no base64 ☃',
    whole.subarray(0, whole.length - 9).toString('base64'),
    bomb.toString('base64'),
  ];
  assert.deepEqual(
    texts.map(decodeHistogram),
    texts.map(() => undefined),
  );
  const coarse = build({ lowestDiscernibleValue: 1, highestTrackableValue: 10_000, numberOfSignificantValueDigits: 2 });
  assert.equal(decodeHistogram(encodeIntoCompressedBase64(coarse)), undefined);
});
