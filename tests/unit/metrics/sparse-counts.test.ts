import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
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
  for (const [index, count] of buckets) counter.counts[index] = count;
  return counter;
}

function assertSame(actual: BucketCounter, expected: BucketCounter): void {
  assert.ok(Buffer.from(actual.counts.buffer).equals(Buffer.from(expected.counts.buffer)));
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

test('a counter of nothing takes two bytes', () => {
  assert.deepEqual([...encodeCounts(new BucketCounter())], [0, 0]);
});

test('the bytes are those of the documented format', () => {
  const counter = new BucketCounter();
  counter.impossible = 1;
  counter.clamped = 300;
  counter.counts[0] = 7;
  counter.counts[5] = 200;
  counter.counts[205] = 1;
  // 300 = 0b10_0101100 and 200 = 0b1_1001000, seven bits a byte, the lowest first.
  assert.deepEqual([...encodeCounts(counter)], [1, 0xac, 2, 0, 7, 5, 0xc8, 1, 0xc8, 1, 1]);
});

test('a count of 32 bits and a count of failures beyond them survive', () => {
  const [counter, decoded] = [new BucketCounter(), new BucketCounter()];
  counter.counts[BUCKET_COUNT - 1] = 2 ** 32 - 1;
  counter.impossible = 2 ** 40 + 5;
  addEncodedCounts(decoded, encodeCounts(counter));
  assertSame(decoded, counter);
});
