import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { admissionPlaces, openRooms } from '#dist/load/admission.js';
import { dealRooms } from '#dist/load/room-deal.js';

test('people come room after room, each once, and those in no room last', () => {
  const places = admissionPlaces({
    rooms: [
      [4, 1],
      [1, 0, 3],
    ],
    idleUsers: [2],
  });
  assert.deepEqual(
    [...places].toSorted((a, b) => a[1] - b[1]),
    [
      [4, 0],
      [1, 1],
      [0, 2],
      [3, 3],
      [2, 4],
    ],
  );
});

test('a room is open when two of its members are there', () => {
  const deal = {
    rooms: [
      [4, 1],
      [1, 0, 3],
    ],
    idleUsers: [2],
  };
  const places = admissionPlaces(deal);
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((count) => openRooms(deal, places, count)),
    [[], [], [0], [0, 1], [0, 1]],
  );
});

test('everybody has a place of their own, and more people never close a room', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 1, max: 20 }), fc.nat(), (users, rooms, seed) => {
      const deal = dealRooms({ users, rooms, roomSize: { min: 3, max: 8 }, seed });
      const places = admissionPlaces(deal);
      assert.deepEqual(
        [...places.values()].toSorted((a, b) => a - b),
        Array.from({ length: users }, (_, at) => at),
      );
      let before = 0;
      for (let count = 0; count <= users; count++) {
        const open = openRooms(deal, places, count).length;
        assert.ok(open >= before);
        before = open;
      }
      assert.equal(before, rooms);
    }),
  );
});
