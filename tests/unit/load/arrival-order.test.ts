import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrivalTimesUs } from '#dist/load/arrival-order.js';

test('users come evenly, one at a time, in an order that the seed says', () => {
  const times = arrivalTimesUs({ users: 1000, seed: 7 }, 400);
  assert.deepEqual(
    [...times].toSorted((one, other) => one - other),
    Array.from({ length: 1000 }, (_, place) => place * 2500),
  );
  assert.deepEqual(arrivalTimesUs({ users: 1000, seed: 7 }, 400), times);
  assert.notDeepEqual(arrivalTimesUs({ users: 1000, seed: 8 }, 400), times);
});
