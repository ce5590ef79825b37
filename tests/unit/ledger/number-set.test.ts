import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
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
