import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ReadShare } from '#dist/load/reads.js';

/** Numbers of the run's reads that a share has, by when they are due. */
function numbersOf(share: ReadShare, perSecond: number): number[] {
  const numbers: number[] = [];
  for (let index = 0; share.dueUs(index) < Number.POSITIVE_INFINITY; index++)
    numbers.push(Math.round((share.dueUs(index) * perSecond) / 1e6));
  return numbers;
}

test('the reads of all workers together are those of the run, each once, and of the room whose turn it is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 3000 }),
      (perSecond, workerOf, durationMs) => {
        const rooms = workerOf.length;
        const shares = [0, 1, 2].map((worker) => {
          const own = workerOf.flatMap((one, room) => (one === worker ? [room] : []));
          return new ReadShare(perSecond, rooms, own, durationMs);
        });
        const all = shares.flatMap((share) => numbersOf(share, perSecond)).toSorted((one, other) => one - other);
        const count = Math.ceil((perSecond * durationMs) / 1000);
        assert.deepEqual(
          all,
          Array.from({ length: count }, (_, number) => number),
        );
        for (const share of shares)
          numbersOf(share, perSecond).forEach((number, index) => {
            assert.deepEqual(share.placeOf(index), { room: number % rooms, turn: Math.floor(number / rooms) });
          });
      },
    ),
  );
});

test('as many are due until a moment as have their moment before it', () => {
  const share = new ReadShare(100, 4, [1, 3], 1000);
  assert.equal(share.countUntil(-1), 0);
  assert.equal(share.countUntil(9_999), 0);
  assert.equal(share.countUntil(10_000), 1);
  assert.equal(share.countUntil(30_000), 2);
  assert.equal(share.countUntil(49_999), 2);
  assert.equal(share.countUntil(50_000), 3);
  assert.equal(share.countUntil(5e9), 50);
  assert.equal(share.dueUs(50), Number.POSITIVE_INFINITY);
});

test('a worker without rooms reads nothing', () => {
  const share = new ReadShare(100, 4, [], 1000);
  assert.equal(share.countUntil(1e9), 0);
  assert.equal(share.dueUs(0), Number.POSITIVE_INFINITY);
});
