import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { dealEntrances } from '#dist/load/entrances.js';

const deals = fc.record({
  users: fc.integer({ min: 1, max: 300 }),
  entrances: fc.integer({ min: 1, max: 12 }),
  seed: fc.integer(),
});

test('users are dealt to entrances evenly, whatever their numbers are, and again in the same way', () => {
  fc.assert(
    fc.property(deals, ({ users, entrances, seed }) => {
      const dealt = dealEntrances(users, entrances, seed);
      const counts = Array.from({ length: entrances }, () => 0);
      for (const entrance of dealt) counts[entrance] = (counts[entrance] ?? 0) + 1;
      assert.equal(counts.length, entrances);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
      assert.deepEqual(dealt, dealEntrances(users, entrances, seed));
    }),
  );
});

test('neighbours come in by different entrances as well as by the same, so that rooms of any size are mixed', () => {
  const dealt = dealEntrances(1000, 2, 7);
  const same = dealt.filter((entrance, index) => entrance === dealt[index + 1]).length;
  assert.ok(same > 400 && same < 600, String(same));
});
