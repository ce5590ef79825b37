import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { dealRooms, type RoomDeal } from '#dist/load/room-deal.js';
import { shardDeal } from '#dist/load/shards.js';
import { runsOf } from '../../helpers/runs-of.js';

const inputs = fc.record({
  users: fc.integer({ min: 1, max: 80 }),
  rooms: fc.nat(25),
  roomSize: fc.oneof(
    fc.constant('all' as const),
    fc.tuple(fc.integer({ min: 1, max: 8 }), fc.nat(6)).map(([min, more]) => ({ min, max: min + more })),
  ),
  seed: fc.integer(),
});
const workers = fc.integer({ min: 1, max: 12 });

function sorted(numbers: Iterable<number>): number[] {
  return [...numbers].toSorted((a, b) => a - b);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** Rooms that must stay together, found by spreading from each room over its members: a slow and obvious way. */
function clusterCount({ rooms }: RoomDeal): number {
  const seen = new Set<number>();
  let count = 0;
  for (const start of rooms.keys()) {
    if (seen.has(start)) continue;
    count++;
    const waiting = [start];
    for (let room = waiting.pop(); room !== undefined; room = waiting.pop()) {
      if (seen.has(room)) continue;
      seen.add(room);
      const members = new Set(rooms[room]);
      rooms.forEach((others, other) => {
        if (others.some((user) => members.has(user))) waiting.push(other);
      });
    }
  }
  return count;
}

test('every room and every user is in exactly one shard', () => {
  fc.assert(
    fc.property(inputs, workers, (input, wanted) => {
      const shards = shardDeal(dealRooms(input), wanted);
      assert.deepEqual(sorted(shards.flatMap(({ rooms }) => rooms)), range(input.rooms));
      assert.deepEqual(sorted(shards.flatMap(({ users }) => users)), range(input.users));
      shards.forEach(({ index, rooms, users }, place) => {
        assert.equal(index, place);
        assert.deepEqual(rooms, sorted(rooms));
        assert.deepEqual(users, sorted(users));
      });
    }),
    { numRuns: runsOf(300) },
  );
});

test('a room lives in one shard together with all of its members', () => {
  fc.assert(
    fc.property(inputs, workers, (input, wanted) => {
      const deal = dealRooms(input);
      for (const { rooms, users } of shardDeal(deal, wanted)) {
        const here = new Set(users);
        for (const room of rooms) for (const user of deal.rooms[room] ?? []) assert.ok(here.has(user));
      }
    }),
    { numRuns: runsOf(300) },
  );
});

test('there are as many shards as workers are wanted, or as rooms and users in no room can be divided into', () => {
  fc.assert(
    fc.property(inputs, workers, (input, wanted) => {
      const deal = dealRooms(input);
      const shards = shardDeal(deal, wanted);
      const clusters = clusterCount(deal);
      assert.equal(shards.length, Math.max(1, Math.min(wanted, clusters + deal.idleUsers.length)));
      if (deal.rooms.some((members) => members.length === 0)) return;
      for (const { users } of shards) assert.ok(users.length > 0);
      assert.equal(shards.filter(({ rooms }) => rooms.length > 0).length, Math.min(wanted, clusters));
    }),
    { numRuns: runsOf(300) },
  );
});

test('the same deal is divided the same way, and dividing does not change it', () => {
  fc.assert(
    fc.property(inputs, workers, (input, wanted) => {
      const deal = dealRooms(input);
      const before = JSON.stringify(deal);
      assert.deepEqual(shardDeal(deal, wanted), shardDeal(dealRooms(input), wanted));
      assert.equal(JSON.stringify(deal), before);
    }),
    { numRuns: runsOf(100) },
  );
});

test('rooms that share a user through a third room stay together', () => {
  const deal = { rooms: [[0, 1], [2, 3], [1, 2], [4]], idleUsers: [] };
  const shards = shardDeal(deal, 4);
  assert.deepEqual(
    shards.map(({ rooms }) => rooms),
    [[0, 1, 2], [3]],
  );
});

test('idle users even the workers out', () => {
  const deal = {
    rooms: [
      [0, 1, 2, 3, 4, 5],
      [6, 7],
    ],
    idleUsers: [8, 9, 10, 11],
  };
  assert.deepEqual(
    shardDeal(deal, 2).map(({ users }) => users.length),
    [6, 6],
  );
});

test('big rooms are divided by the copies that they make', () => {
  const members = range(10);
  const deal = { rooms: [members, ...range(10).map((room) => [10 + room * 2, 11 + room * 2])], idleUsers: [] };
  assert.deepEqual(
    shardDeal(deal, 2).map(({ rooms }) => rooms),
    [[0], range(11).slice(1)],
  );
});

test('users without any room are divided evenly, down to one a worker', () => {
  const usersOf = (count: number, rooms: number[][] = []): number[][] =>
    shardDeal({ rooms, idleUsers: [0, 1, 2, 3, 4] }, count).map(({ users }) => [...users]);
  assert.deepEqual(usersOf(1), [[0, 1, 2, 3, 4]]);
  assert.deepEqual(usersOf(2), [
    [0, 2, 4],
    [1, 3],
  ]);
  assert.deepEqual(usersOf(8), [[0], [1], [2], [3], [4]]);
  assert.deepEqual(usersOf(3, [[5, 6, 7]]), [
    [5, 6, 7],
    [0, 2, 4],
    [1, 3],
  ]);
});

test('any number of rooms may share their users', () => {
  const rooms = Array.from({ length: 200_000 }, (_, room) => [room, room + 1]);
  const shards = shardDeal({ rooms, idleUsers: [] }, 4);
  assert.equal(shards.length, 1);
  assert.equal(shards[0]?.rooms.length, 200_000);
});
