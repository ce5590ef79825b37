import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { turnsOfRooms } from '#dist/load/activity.js';
import { orderSenders } from '#dist/engine/main/sender-order.js';

const rooms = fc.array(fc.integer({ min: 2, max: 300 }), { minLength: 1, maxLength: 60 });

test('with even activity every sender has one turn', () => {
  assert.deepEqual(turnsOfRooms({ seed: 7 }, [3, 0, 5]), [3, 0, 5]);
});

test('the room of rank r has as many turns as the loudest ÷ r, to the nearest, however many members it has', () => {
  fc.assert(
    fc.property(rooms, fc.integer(), (sizes, seed) => {
      const sorted = turnsOfRooms({ activity: 'zipf', seed }, sizes).toSorted((a, b) => b - a);
      const loudest = sorted[0] ?? 0;
      sorted.forEach((turns, index) => assert.ok(Math.abs(turns - loudest / (index + 1)) <= 1, `${turns}`));
      // Everybody writes.
      assert.ok((sorted.at(-1) ?? 0) >= Math.max(...sizes));
    }),
    { numRuns: 50 },
  );
});

test('a cycle is bounded however many rooms there are, and a room in which nobody may send has no turn', () => {
  const turns = turnsOfRooms({ activity: 'zipf', seed: 1 }, [0, ...Array.from({ length: 200_000 }, () => 8)]);
  assert.ok(turns.reduce((sum, count) => sum + count, 0) < 4_500_000);
  assert.equal(turns[0], 0);
  assert.ok(Math.min(...turns.slice(1, 1000)) >= 1);
});

/** Pairs of room and member, each room in the worker that it is dealt to. */
function pairsByWorker(sizes: readonly number[], workers: number): Int32Array[] {
  return Array.from({ length: workers }, (_, worker) =>
    Int32Array.from(
      sizes.flatMap((size, room) =>
        room % workers === worker ? Array.from({ length: size }, (_member, member) => [room, member]).flat() : [],
      ),
    ),
  );
}

/** Whose turn it is at each place of the run. */
function turnsAt(sizes: readonly number[], workers: number, activity?: 'zipf'): string[] {
  const plan = { seed: 42, rooms: sizes.length, ...(activity === undefined ? {} : { activity }) };
  const places: string[] = [];
  for (const order of orderSenders(plan, pairsByWorker(sizes, workers)))
    order.positions.forEach((position, index) => {
      places[position] = `${order.rooms[index]}:${order.members[index]}`;
    });
  return places;
}

test('whose turn it is does not depend on the number of workers, and members of a room write equally often', () => {
  const sizes = [4, 2, 7, 3, 5];
  assert.deepEqual(turnsAt(sizes, 3, 'zipf'), turnsAt(sizes, 1, 'zipf'));
  assert.deepEqual(turnsAt(sizes, 3).toSorted(), [...new Set(turnsAt(sizes, 1))].toSorted());
  const counts = new Map<string, number>();
  for (const place of turnsAt(sizes, 2, 'zipf')) counts.set(place, (counts.get(place) ?? 0) + 1);
  assert.equal(counts.size, 21);
  sizes.forEach((_, room) => {
    const own = [...counts].flatMap(([place, count]) => (place.startsWith(`${room}:`) ? [count] : []));
    assert.ok(Math.max(...own) - Math.min(...own) <= 1);
  });
});
