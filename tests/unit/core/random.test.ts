import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { BASE32, createRunId, RUN_ID_LENGTH } from '#dist/core/ids.js';
import { createRandom, freshSeed, hash32 } from '#dist/core/random.js';

function draws(seed: number, stream: string, count = 20): number[] {
  const random = createRandom(seed, stream);
  return Array.from({ length: count }, () => random.next());
}

test('a seed and a stream give the same numbers on every machine', () => {
  const random = createRandom(42, 'rooms');
  assert.deepEqual(
    Array.from({ length: 6 }, () => random.integer(1000)),
    [417, 434, 919, 418, 869, 962],
  );
  fc.assert(
    fc.property(fc.integer(), fc.string(), (seed, stream) => {
      assert.deepEqual(draws(seed, stream), draws(seed, stream));
    }),
    { numRuns: 100 },
  );
});

test('streams and seeds are independent of each other', () => {
  const sequences = ['rooms', 'texts', 'jitter'].flatMap((stream) =>
    [0, 1, 2, -1].map((seed) => draws(seed, stream).join()),
  );
  assert.equal(new Set(sequences).size, sequences.length);
});

test('the low 32 bits of a seed count', () => {
  assert.deepEqual(draws(7, 'a'), draws(7 + 2 ** 32, 'a'));
  assert.deepEqual(draws(-1, 'a'), draws(2 ** 32 - 1, 'a'));
});

test('numbers lie in their range and fill it evenly', () => {
  const random = createRandom(1, 'even');
  const counts = Array.from({ length: 10 }, () => 0);
  for (let draw = 0; draw < 100_000; draw++) {
    const number = random.integer(10);
    assert.ok(Number.isInteger(number) && number >= 0 && number < 10);
    counts[number] = (counts[number] ?? 0) + 1;
  }
  // Four standard deviations of a binomial count of 100,000 × 0.1.
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 4 * 95, `${count}`);
});

test('a shuffle keeps every item and returns the same array', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.nat(50)), (seed, items) => {
      const shuffled = [...items];
      assert.equal(createRandom(seed, 's').shuffle(shuffled), shuffled);
      assert.deepEqual(
        shuffled.toSorted((a, b) => a - b),
        items.toSorted((a, b) => a - b),
      );
    }),
    { numRuns: 200 },
  );
});

test('a shuffle brings every order about equally often', () => {
  const random = createRandom(3, 'orders');
  const counts = new Map<string, number>();
  for (let round = 0; round < 24_000; round++) {
    const order = random.shuffle([0, 1, 2, 3]).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 24);
  for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 4 * 31, `${count}`);
});

test('the hash is FNV-1a', () => {
  // The reference values of the algorithm's authors for 32 bits.
  for (const [text, hash] of [
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ] as const) {
    assert.equal(hash32(text) >>> 0, hash);
  }
  assert.notEqual(hash32('a', 1), hash32('a'));
});

test('a fresh seed is an integer that is positive in 32 bits', () => {
  for (let count = 0; count < 1000; count++) {
    const seed = freshSeed();
    assert.ok(Number.isInteger(seed) && seed >= 1 && seed < 2 ** 31);
  }
});

test('run ids are short, plain and never the same', () => {
  const ids = Array.from({ length: 1000 }, createRunId);
  const plain = new RegExp(`^[${BASE32}]{${RUN_ID_LENGTH}}$`);
  for (const id of ids) assert.match(id, plain);
  assert.ok(new Set(ids).size >= 999);
  assert.equal(new Set(BASE32).size, 32);
});
