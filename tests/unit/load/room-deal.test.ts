import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { createRandom } from '#dist/core/random.js';
import { type DealInput, dealRooms, type RoomDeal } from '#dist/load/room-deal.js';
import { assertLinear } from '../../helpers/linear.js';
import { runsOf } from '../../helpers/runs-of.js';

const roomSize = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(10)).map(([min, more]) => ({ min, max: min + more }));

const inputs: fc.Arbitrary<DealInput & { readonly roomSize: { min: number; max: number } }> = fc.record({
  users: fc.integer({ min: 1, max: 80 }),
  rooms: fc.nat(25),
  roomSize,
  seed: fc.integer(),
});

/** In how many rooms each user is. */
function roomsOfUsers({ rooms }: RoomDeal, users: number): number[] {
  const counts = Array.from({ length: users }, () => 0);
  for (const user of rooms.flat()) counts[user] = (counts[user] ?? 0) + 1;
  return counts;
}

test('every room has a size of the range, or everybody where there are too few users', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const { rooms } = dealRooms(input);
      assert.equal(rooms.length, input.rooms);
      for (const members of rooms) {
        assert.ok(members.length <= Math.min(input.users, input.roomSize.max));
        assert.ok(members.length >= Math.min(input.users, input.roomSize.min));
      }
    }),
    { numRuns: runsOf(300) },
  );
});

test('nobody is in a room twice, and every member is a user', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      for (const members of dealRooms(input).rooms) {
        assert.equal(new Set(members).size, members.length);
        for (const user of members) assert.ok(Number.isInteger(user) && user >= 0 && user < input.users);
      }
    }),
    { numRuns: runsOf(300) },
  );
});

test('everybody is dealt once before anybody is dealt twice, and twice before anybody is dealt three times', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const counts = roomsOfUsers(dealRooms(input), input.users);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
    }),
    { numRuns: runsOf(500) },
  );
});

test('while there are enough users nobody is in two rooms', () => {
  fc.assert(
    fc.property(fc.nat(20), roomSize, fc.integer(), fc.nat(20), (rooms, size, seed, idle) => {
      const users = Math.max(1, rooms * size.max + idle);
      const deal = dealRooms({ users, rooms, roomSize: size, seed });
      assert.ok(Math.max(...roomsOfUsers(deal, users)) <= 1);
    }),
    { numRuns: runsOf(300) },
  );
});

test('whoever is in no room is idle, and nobody else', () => {
  fc.assert(
    fc.property(inputs, fc.boolean(), (input, all) => {
      const deal = dealRooms(all ? { ...input, roomSize: 'all' } : input);
      const counts = roomsOfUsers(deal, input.users);
      const expected = counts.flatMap((count, user) => (count === 0 ? [user] : []));
      assert.deepEqual(deal.idleUsers, expected);
    }),
    { numRuns: runsOf(200) },
  );
});

test('with `all` every user is in exactly one room, and rooms differ by one member at most', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer(),
      (users, rooms, seed) => {
        const deal = dealRooms({ users, rooms, roomSize: 'all', seed });
        assert.deepEqual(
          deal.rooms.flat().toSorted((a, b) => a - b),
          Array.from({ length: users }, (_, user) => user),
        );
        const sizes = deal.rooms.map((members) => members.length);
        assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
        assert.deepEqual(deal.idleUsers, []);
      },
    ),
    { numRuns: runsOf(200) },
  );
});

test('the same seed gives the same deal', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      assert.deepEqual(dealRooms(input), dealRooms({ ...input }));
    }),
    { numRuns: runsOf(50) },
  );
});

test('another seed gives another deal', () => {
  const deals = Array.from({ length: 50 }, (_, seed) =>
    JSON.stringify(dealRooms({ users: 100, rooms: 15, roomSize: { min: 3, max: 8 }, seed })),
  );
  assert.equal(new Set(deals).size, deals.length);
});

test('every size of the range occurs', () => {
  const { rooms } = dealRooms({ users: 10_000, rooms: 500, roomSize: { min: 3, max: 8 }, seed: 1 });
  assert.deepEqual(
    [...new Set(rooms.map((members) => members.length))].toSorted((a, b) => a - b),
    [3, 4, 5, 6, 7, 8],
  );
});

/** The rule as it is told: of the deck, the last who is not in the room yet. */
function dealtSlowly({
  users,
  rooms,
  roomSize: size,
  seed,
}: typeof inputs extends fc.Arbitrary<infer T> ? T : never): number[][] {
  const random = createRandom(seed, 'rooms');
  const everybody = Array.from({ length: users }, (_, user) => user);
  let deck: number[] = [];
  return Array.from({ length: rooms }, () => {
    const wanted = Math.min(users, size.min + random.integer(size.max - size.min + 1));
    const members: number[] = [];
    while (members.length < wanted) {
      if (deck.length === 0) deck = random.shuffle([...everybody]);
      const next = deck.findLastIndex((user) => !members.includes(user));
      if (next === -1) deck = random.shuffle(everybody.filter((user) => !members.includes(user)));
      else members.push(...deck.splice(next, 1));
    }
    return members;
  });
}

test('a seed deals as it always has', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      assert.deepEqual(dealRooms(input).rooms, dealtSlowly(input));
    }),
    { numRuns: runsOf(500) },
  );
});

test('a place costs as much in many rooms, and in large ones, as in few and small ones', async () => {
  await assertLinear(
    2000,
    (users) => () => dealRooms({ users, rooms: 1, roomSize: { min: users, max: users }, seed: 1 }),
  );
  await assertLinear(2000, (users) => () => dealRooms({ users, rooms: users / 2, roomSize: 'all', seed: 1 }));
  await assertLinear(2000, (rooms) => () => dealRooms({ users: 100, rooms, roomSize: { min: 60, max: 99 }, seed: 1 }));
});
