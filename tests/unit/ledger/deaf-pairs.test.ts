import assert from 'node:assert/strict';
import test from 'node:test';
import { RoomLedger } from '#dist/ledger/room-ledger.js';
import { addPairs, NO_PAIRS, type PairSums } from '#dist/metrics/pairs.js';

/** Ten messages of each member, of which a copy comes where `hears` says so. */
function pairsOf(
  memberCount: number,
  hears: (receiver: number, sender: number, message: number) => boolean,
  echo = true,
  between: (ledger: RoomLedger) => void = () => undefined,
): PairSums {
  const ledger = new RoomLedger(memberCount, echo);
  for (let member = 0; member < memberCount; member++) ledger.join(member);
  for (let message = 0; message < 10; message++) {
    for (let sender = 0; sender < memberCount; sender++) {
      const number = ledger.send(sender, message * 100);
      for (let receiver = 0; receiver < memberCount; receiver++) {
        if ((echo || receiver !== sender) && hears(receiver, sender, message)) ledger.receive(receiver, number, sender);
      }
    }
    if (message === 5) between(ledger);
  }
  return ledger.pairs();
}

for (const echo of [true, false]) {
  const how = echo ? 'with' : 'without';
  test(`where everybody hears everybody no pair is deaf, ${how} echo`, () => {
    assert.deepEqual(
      pairsOf(4, () => true, echo),
      { ...NO_PAIRS, total: 12 },
    );
  });

  test(`members of two processes hear their own alone, ${how} echo`, () => {
    const split = pairsOf(6, (receiver, sender) => receiver % 2 === sender % 2, echo);
    assert.deepEqual(split, { total: 30, deaf: 18, deafCopies: 180, splitRooms: 1, groups: 2 });
  });
}

test('one member that hears nobody, and is heard, splits no room', () => {
  const pairs = pairsOf(4, (receiver, sender) => receiver !== 2 || sender === 2);
  assert.deepEqual(pairs, { total: 12, deaf: 3, deafCopies: 30, splitRooms: 0, groups: 0 });
});

test('a pair of which a single copy came is not deaf', () => {
  const pairs = pairsOf(3, (receiver, sender, message) => receiver === sender || message === 4);
  assert.deepEqual([pairs.total, pairs.deaf], [6, 0]);
});

test('who was away is left out, as a sender and as a receiver', () => {
  const pairs = pairsOf(
    4,
    () => true,
    true,
    (ledger) => {
      ledger.send(0, 600);
      ledger.leave(3);
      ledger.join(3);
    },
  );
  assert.equal(pairs.total, 6);
});

test('rooms add up, and the most groups of one are told', () => {
  const one = { total: 30, deaf: 18, deafCopies: 180, splitRooms: 1, groups: 2 };
  const other = { total: 12, deaf: 9, deafCopies: 90, splitRooms: 1, groups: 3 };
  assert.deepEqual(addPairs([one, other]), { total: 42, deaf: 27, deafCopies: 270, splitRooms: 2, groups: 3 });
  assert.deepEqual(addPairs([]), NO_PAIRS);
});
