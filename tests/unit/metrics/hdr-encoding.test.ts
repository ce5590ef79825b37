import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { BucketCounter, MAX_VALUE_US } from '#dist/metrics/bucket-counter.js';
import { encodeHistogram } from '#dist/metrics/hdr-encoding.js';
import { rawPercentileUs } from '#dist/metrics/latency-summary.js';
import { counterOf, spreadOf } from '../../helpers/outcome.js';

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
  assert.equal(decodeFromCompressedBase64(encodeHistogram(new BucketCounter())).totalCount, 0);
});

test('a bucket of more than 2^31 samples keeps its count', () => {
  const counter = new BucketCounter();
  counter.counts[1_000] = 4_000_000_000;
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
