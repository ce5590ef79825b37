import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { createRandom, type Random } from '#dist/core/random.js';
import { NumberSet } from '#dist/ledger/number-set.js';

const LIMIT = 60;

/** One change: a range to add, as far as it is absent, or one number to remove. */
const change = fc.oneof(fc.record({ add: fc.nat(LIMIT), length: fc.nat(9) }), fc.record({ remove: fc.nat(LIMIT) }));

test('a number set holds what a plain set holds, whatever is added and removed', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 120 }), (changes) => {
      const [set, naive] = [new NumberSet(), new Set<number>()];
      for (const step of changes) {
        if ('remove' in step) assert.equal(set.remove(step.remove), naive.delete(step.remove));
        else {
          let to = step.add;
          while (to < step.add + step.length && !naive.has(to)) naive.add(to++);
          set.add(step.add, to);
        }
        assert.equal(set.size, naive.size);
      }
      assert.deepEqual(
        [...set.values()],
        [...naive].toSorted((a, b) => a - b),
      );
      for (let value = 0; value <= LIMIT + 10; value++) assert.equal(set.has(value), naive.has(value));
    }),
    { numRuns: 500 },
  );
});

/** Far more intervals than lie in one page, in an order of their own for each seed. */
test('a set of thousands of intervals holds what a plain set holds, in whatever order they come and go', () => {
  const orders = {
    ascending: (numbers: number[]) => numbers,
    descending: (numbers: number[]) => numbers.toReversed(),
    shuffled: (numbers: number[], random: Random) => random.shuffle([...numbers]),
  };
  const order = fc.constantFrom(...Object.values(orders));
  fc.assert(
    fc.property(fc.integer(), order, order, fc.constantFrom(1, 2, 3), (seed, coming, going, step) => {
      const random = createRandom(seed, 'intervals');
      const [set, naive] = [new NumberSet(), new Set<number>()];
      const numbers = Array.from({ length: 4000 }, (_, index) => index * step);
      for (const number of coming(numbers, random)) {
        set.add(number, number + 1);
        naive.add(number);
      }
      const same = (): void =>
        assert.deepEqual(
          [...set.values()],
          [...naive].toSorted((a, b) => a - b),
        );
      same();
      for (const number of going(numbers, random)) {
        if (random.next() < 0.2) continue;
        assert.equal(set.remove(number), naive.delete(number));
        if (random.next() < 0.001) same();
      }
      same();
      for (const number of numbers) assert.equal(set.has(number), naive.has(number));
      // What closes gaps joins intervals across pages, too.
      for (const number of coming(numbers, random)) {
        if (naive.has(number)) continue;
        set.add(number, number + 1);
        naive.add(number);
      }
      same();
      assert.equal(set.size, naive.size);
    }),
    { numRuns: 30 },
  );
});

test('adding an empty range changes nothing', () => {
  const set = new NumberSet();
  set.add(5, 5);
  set.add(5, 4);
  assert.equal(set.size, 0);
  assert.deepEqual([...set.values()], []);
});

test('a range that closes a gap joins its neighbours', () => {
  const set = new NumberSet();
  set.add(0, 10);
  set.add(20, 30);
  set.add(10, 20);
  assert.deepEqual(
    [...set.values()],
    Array.from({ length: 30 }, (_, index) => index),
  );
  assert.equal(set.remove(15), true);
  assert.equal(set.remove(15), false);
  assert.equal(set.size, 29);
});

test('a million neighbours are counted as one range', () => {
  const set = new NumberSet();
  set.add(0, 1_000_000);
  assert.equal(set.size, 1_000_000);
  assert.equal(set.has(999_999), true);
  assert.equal(set.has(1_000_000), false);
});
