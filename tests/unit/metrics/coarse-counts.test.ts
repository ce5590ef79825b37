import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { BucketCounter, MAX_VALUE_US } from '#dist/metrics/bucket-counter.js';
import { coarsened } from '#dist/metrics/coarse-counts.js';
import { countOf, rawPercentileUs } from '#dist/metrics/latency-summary.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';

function counterOf(samples: Iterable<number>): BucketCounter {
  const counter = new BucketCounter();
  for (const sample of samples) counter.record(sample);
  return counter;
}

test('a coarse counter has as many samples, and every one within 0.5 % of where it was', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: MAX_VALUE_US }), fc.integer({ min: 1, max: 9 }), (sample, copies) => {
      const coarse = coarsened(counterOf(Array.from({ length: copies }, () => sample)));
      assert.equal(countOf(coarse), copies);
      const value = rawPercentileUs(coarse, 'p50') ?? Number.NaN;
      assert.ok(Math.abs(value - sample) <= Math.max(0, sample * 0.005), `${sample} became ${value}`);
    }),
  );
});

test('below 256 µs nothing changes', () => {
  const counter = counterOf(Array.from({ length: 256 }, (_, value) => value));
  assert.deepEqual(coarsened(counter).counts, counter.counts);
});

test('what is no latency stays counted', () => {
  const { impossible, clamped } = coarsened(counterOf([-1, Number.NaN, MAX_VALUE_US + 1]));
  assert.deepEqual([impossible, clamped], [2, 1]);
});

test('a second full of different latencies takes less than half of the bytes', () => {
  const counter = counterOf(Array.from({ length: 20_000 }, (_, index) => 200 + ((index * 7919) % 3800)));
  const [fine, coarse] = [encodeCounts(counter), encodeCounts(coarsened(counter))];
  assert.ok(coarse.length * 2 <= fine.length, `${coarse.length} of ${fine.length} bytes`);
});
