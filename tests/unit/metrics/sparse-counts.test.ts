import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { createRandom } from '#dist/core/random.js';
import { BUCKET_COUNT, BucketCounter } from '#dist/metrics/bucket-counter.js';
import { addEncodedCounts, encodeCounts } from '#dist/metrics/sparse-counts.js';

/** A counter's content: some buckets, the first and the last more often, with counts of every size. */
const content = fc.record({
  impossible: fc.nat(2 ** 31 - 1),
  clamped: fc.nat(300),
  buckets: fc.array(
    fc.tuple(
      fc.oneof(fc.nat(BUCKET_COUNT - 1), fc.constantFrom(0, 1, BUCKET_COUNT - 1)),
      fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 2 ** 30 })),
    ),
    { maxLength: 30 },
  ),
});

type Content = typeof content extends fc.Arbitrary<infer T> ? T : never;

function counterOf({ impossible, clamped, buckets }: Content): BucketCounter {
  const counter = new BucketCounter();
  counter.impossible = impossible;
  counter.clamped = clamped;
  for (const [index, count] of buckets) counter.increase(index, count);
  return counter;
}

function assertSame(actual: BucketCounter, expected: BucketCounter): void {
  assert.deepEqual(actual.counts, expected.counts);
  assert.equal(actual.impossible, expected.impossible);
  assert.equal(actual.clamped, expected.clamped);
}

test('what was encoded adds up to the same counter again', () => {
  fc.assert(
    fc.property(content, (of) => {
      const [counter, decoded] = [counterOf(of), new BucketCounter()];
      addEncodedCounts(decoded, encodeCounts(counter));
      assertSame(decoded, counter);
    }),
    { numRuns: 300 },
  );
});

test('encoded counters merge to their sum in any order', () => {
  const smallContent = content.map(({ buckets, ...rest }) => ({
    ...rest,
    impossible: rest.impossible % 1000,
    buckets: buckets.map(([index, count]): [number, number] => [index, count % 100_000_000]),
  }));
  const shuffled = fc
    .array(smallContent, { maxLength: 8 })
    .chain((contents) =>
      fc.tuple(fc.constant(contents), fc.shuffledSubarray(contents, { minLength: contents.length })),
    );
  fc.assert(
    fc.property(shuffled, ([contents, inAnotherOrder]) => {
      const [sum, one, other] = [new BucketCounter(), new BucketCounter(), new BucketCounter()];
      for (const of of contents) sum.add(counterOf(of));
      for (const of of contents) addEncodedCounts(one, encodeCounts(counterOf(of)));
      for (const of of inAnotherOrder) addEncodedCounts(other, encodeCounts(counterOf(of)));
      assertSame(one, sum);
      assertSame(other, sum);
    }),
    { numRuns: 100 },
  );
});

test('a counter of nothing takes a byte', () => {
  assert.deepEqual([...encodeCounts(new BucketCounter())], [0b1100_0000]);
});

test('the bits are those of the documented format', () => {
  const counter = new BucketCounter();
  counter.impossible = 1;
  counter.increase(0, 7);
  counter.increase(5, 20);
  counter.increase(6, 1);
  const bits = Array.from(encodeCounts(counter), (byte) => byte.toString(2).padStart(8, '0')).join('');
  // 1 + 1 impossible, 0 + 1 clamped; bucket 0 (0 + 1), 5 (5 further) and 6 (1 further).
  const numbers = ['010', '1', '1', '00111', '00101', '000010100', '1', '1'];
  assert.equal(bits.replace(/0*$/, ''), numbers.join('').replace(/0*$/, ''));
});

test('a second of 60,000 deliveries between 1 ms and 2 s fits into 20 KB, all its histograms together', () => {
  const random = createRandom(7, 'a busy second');
  const latencies = (samples: number): BucketCounter => {
    const counter = new BucketCounter();
    for (let sample = 0; sample < samples; sample++) counter.record(Math.floor(1000 * 2000 ** random.next()));
    return counter;
  };
  const counters = [latencies(50_000), latencies(10_000), latencies(10_000), latencies(10_000)];
  const bytes = counters.reduce((sum, counter) => sum + encodeCounts(counter).length, 0);
  assert.ok(bytes <= 20_000, `${bytes} bytes`);
});

test('a count of 32 bits and a count of failures beyond them survive', () => {
  const [counter, decoded] = [new BucketCounter(), new BucketCounter()];
  counter.increase(BUCKET_COUNT - 1, 2 ** 32 - 1);
  counter.impossible = 2 ** 40 + 5;
  addEncodedCounts(decoded, encodeCounts(counter));
  assertSame(decoded, counter);
});
