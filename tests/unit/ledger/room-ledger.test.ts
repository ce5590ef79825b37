import assert from 'node:assert/strict';
import test from 'node:test';
import { queryObjects } from 'node:v8';
import { NumberSet } from '#dist/ledger/number-set.js';
import { COPY } from '#dist/ledger/copy.js';
import { RoomLedger } from '#dist/ledger/room-ledger.js';
import { joinedRoom } from '../../helpers/run/joined-room.js';

/** A copy that is the first and the last of its message. */
const ONLY_COPY = COPY.first | COPY.completed | COPY.last;

test('each copy says what it is: the first of all, the last of all, a further one', () => {
  const ledger = joinedRoom(3);
  const number = ledger.send(0, 0);
  assert.equal(ledger.receive(1, number, 0), COPY.first | COPY.completed);
  assert.equal(ledger.receive(0, number, 0), COPY.first);
  assert.equal(ledger.receive(1, number, 0), COPY.duplicate);
  assert.equal(ledger.receive(2, number, 0), COPY.first | COPY.last);
  assert.deepEqual(ledger.sums(), {
    expected: 3,
    received: 3,
    lost: 0,
    receiverGone: 0,
    unconfirmed: 0,
    duplicated: 1,
    reordered: 0,
  });
});

test('a message of two senders that comes the other way round is not reordered, one of the same sender is', () => {
  const ledger = joinedRoom(2);
  const [first, second, third] = [ledger.send(0, 0), ledger.send(1, 0), ledger.send(0, 0)];
  assert.equal(ledger.receive(1, second, 1) & COPY.reordered, 0);
  assert.equal(ledger.receive(1, third, 0) & COPY.reordered, 0);
  assert.equal(ledger.receive(1, first, 0), COPY.first | COPY.completed | COPY.reordered);
  assert.equal(ledger.receive(0, second, 1) & COPY.reordered, 0);
  assert.equal(ledger.receive(0, first, 0) & COPY.reordered, 0);
  assert.equal(ledger.reordered, 1);
});

test('a mark that was never sent is unexpected, one from before the join a replay, and neither changes a sum', () => {
  const ledger = new RoomLedger(2, true);
  ledger.join(0);
  const before = ledger.send(0, 0);
  ledger.join(1);
  assert.equal(ledger.receive(1, before, 0), COPY.replayed);
  assert.equal(ledger.receive(1, before + 1, 0), COPY.unexpected);
  assert.equal(ledger.receive(1, 2 ** 30, 0), COPY.unexpected);
  assert.deepEqual(ledger.sums(), {
    expected: 1,
    received: 0,
    lost: 1,
    receiverGone: 0,
    unconfirmed: 0,
    duplicated: 0,
    reordered: 0,
  });
});

test('without echo the sender expects nothing of its own, and its own copy changes no sum', () => {
  const ledger = joinedRoom(2, false);
  const number = ledger.send(0, 0);
  assert.equal(ledger.outstanding, 1);
  assert.equal(ledger.receive(0, number, 0), COPY.echo);
  assert.equal(ledger.receive(1, number, 0), ONLY_COPY);
  assert.equal(ledger.sums().expected, 1);
});

test('an own copy shows that there is an echo, but not after a reconnection, when it may be a replay', () => {
  const ledger = joinedRoom(2, false);
  const before = ledger.send(0, 0);
  ledger.leave(0);
  assert.equal(ledger.receive(0, before, 0), COPY.unexpected);
  assert.equal(ledger.isPresent(0), false);
  ledger.join(0);
  assert.equal(ledger.receive(0, before, 0), COPY.replayed);
  const after = ledger.send(0, 1);
  assert.equal(ledger.receive(0, after, 0), COPY.echo);
});

test('an echo that was not believed in is expected from the first message on, and its copies are received like all others', () => {
  const ledger = joinedRoom(2, false);
  const [first, second] = [ledger.send(0, 0), ledger.send(0, 1)];
  assert.equal(ledger.receive(1, first, 0), ONLY_COPY);
  assert.equal(ledger.sums().expected, 2);
  assert.equal(ledger.receive(0, second, 0), COPY.echo);
  ledger.learnEcho();
  assert.equal(ledger.receive(0, second, 0), COPY.first | COPY.completed);
  assert.equal(ledger.receive(0, second, 0), COPY.duplicate);
  assert.deepEqual(ledger.sums(), {
    expected: 4,
    received: 2,
    lost: 2,
    receiverGone: 0,
    unconfirmed: 0,
    duplicated: 1,
    reordered: 0,
  });
  // Everybody who was to get the first message had it: that its sender gets it, too, is told of nobody again.
  assert.equal(ledger.receive(0, first, 0), COPY.first | COPY.reordered);
  assert.equal(ledger.receive(1, second, 0), COPY.first | COPY.last);
  assert.equal(ledger.outstanding, 0);
});

test('an echo that begins to come when thousands of messages are forgotten is accounted for, copy by copy', () => {
  const ledger = joinedRoom(2, false);
  const count = 5000;
  for (let index = 0; index < count; index++) ledger.receive(1, ledger.send(0, index), 0);
  ledger.learnEcho();
  assert.deepEqual([ledger.outstanding, ledger.sums().expected, ledger.sums().lost], [count, 2 * count, count]);
  for (let number = 0; number < count; number += 2) {
    assert.equal(ledger.receive(0, number, 0), COPY.first);
    assert.equal(ledger.receive(0, number, 0), COPY.duplicate);
  }
  const bySecond: number[] = [];
  ledger.forEachLoss((copies, sentAtMs) => {
    const second = Math.floor(sentAtMs / 1000);
    bySecond[second] = (bySecond[second] ?? 0) + copies;
  });
  assert.deepEqual(bySecond, [500, 500, 500, 500, 500]);
  assert.equal(ledger.sums().duplicated, count / 2);
});

test('without echo a long monologue leaves nothing missing to who spoke', () => {
  const ledger = joinedRoom(2, false);
  for (let count = 0; count < 200; count++) ledger.receive(1, ledger.send(0, 0), 0);
  ledger.receive(0, ledger.send(1, 0), 1);
  assert.equal(ledger.missingNow, 0);
  ledger.leave(0);
  assert.equal(ledger.outstanding, 0);
  assert.equal(ledger.sums().expected, 201);
  assert.equal(ledger.sums().receiverGone, 0);
});

test('a copy shows a membership before the server confirms it', () => {
  const ledger = new RoomLedger(2, true);
  ledger.join(0);
  const number = ledger.send(0, 0);
  assert.equal(ledger.isPresent(1), false);
  assert.equal(ledger.receive(1, number, 0) & COPY.first, COPY.first);
  assert.equal(ledger.isPresent(1), true);
  ledger.join(1);
  assert.equal(ledger.sums().expected, 2);
});

test('what was on its way to a cut member and what follows is gone, until a replay brings it after all', () => {
  const ledger = joinedRoom(2);
  const onItsWay = ledger.send(0, 0);
  ledger.leave(1);
  const whileAway = ledger.send(0, 5);
  for (const number of [onItsWay, whileAway]) ledger.receive(0, number, 0);
  assert.equal(ledger.sums().receiverGone, 2);
  assert.equal(ledger.outstanding, 0);
  ledger.join(1);
  // Nobody waited for it any more, and its sender has been told so. That a replay comes late says nothing of the order.
  for (const number of [whileAway, onItsWay]) assert.equal(ledger.receive(1, number, 0), COPY.first | COPY.replayed);
  assert.equal(ledger.receive(1, onItsWay, 0), COPY.replayed);
  assert.deepEqual(ledger.sums(), {
    expected: 4,
    received: 4,
    lost: 0,
    receiverGone: 0,
    unconfirmed: 0,
    duplicated: 0,
    reordered: 0,
  });
});

test('an old copy to somebody who comes back shows that it is there, not that it gets what it missed', () => {
  const ledger = joinedRoom(2);
  const old = ledger.send(0, 0);
  ledger.receive(1, old, 0);
  ledger.leave(1);
  for (let count = 0; count < 10; count++) ledger.send(0, 0);
  assert.equal(ledger.receive(1, old, 0), COPY.duplicate);
  assert.equal(ledger.isPresent(1), true);
  assert.equal(ledger.sums().receiverGone, 10);
});

for (const { name, ageMs, overtakingSender, lost } of [
  { name: 'of another sender, a second ago, is gone', ageMs: 1000, overtakingSender: 0, lost: 0 },
  { name: 'of another sender, longer ago, is lost', ageMs: 1001, overtakingSender: 0, lost: 1 },
  { name: 'of its own sender is lost', ageMs: 0, overtakingSender: 1, lost: 1 },
]) {
  test(`a copy that was overtaken by one ${name} when its receiver is cut`, () => {
    const ledger = joinedRoom(3);
    ledger.send(1, 0);
    const overtaking = ledger.send(overtakingSender, ageMs);
    ledger.receive(2, overtaking, overtakingSender);
    // The next message of the sender has not come yet, so it overtakes nothing.
    ledger.send(1, ageMs);
    assert.equal(ledger.missingNow, 1);
    ledger.leave(2);
    assert.equal(ledger.missingNow, lost);
    assert.equal(ledger.sums().receiverGone, 2 - lost);
  });
}

for (const echo of [true, false]) {
  test(`a room that gets everything promptly takes no memory for what is missing (${echo ? 'with' : 'without'} echo)`, () => {
    const sets = queryObjects(NumberSet, { format: 'count' });
    const { arrayBuffers } = process.memoryUsage();
    const ledger = joinedRoom(8, echo);
    for (let count = 0; count < 200_000; count++) {
      const sender = count % 8;
      const number = ledger.send(sender, count);
      for (let member = 0; member < 8; member++) if (echo || member !== sender) ledger.receive(member, number, sender);
    }
    assert.equal(queryObjects(NumberSet, { format: 'count' }), sets);
    assert.ok(process.memoryUsage().arrayBuffers - arrayBuffers < 16 * 1024);
    assert.equal(ledger.completed, 200_000);
    assert.equal(ledger.sums().lost, 0);
  });
}

test('what one deaf member lacks of a long run is known message by message', () => {
  const ledger = joinedRoom(2);
  const count = 100_000;
  for (let index = 0; index < count; index++) ledger.receive(0, ledger.send(0, index), 0);
  assert.equal(ledger.outstanding, count);
  for (let number = 0; number < count; number += 2) ledger.receive(1, number, 0);
  let lost = 0;
  ledger.forEachLoss((copies, sentAtMs) => {
    assert.equal(sentAtMs % 2, 1);
    lost += copies;
  });
  assert.equal(lost, count / 2);
  assert.deepEqual(ledger.sums(), {
    expected: 2 * count,
    received: (count * 3) / 2,
    lost: count / 2,
    receiverGone: 0,
    unconfirmed: 0,
    duplicated: 0,
    reordered: 0,
  });
});

/** A room of two in which the first member has sent 200 messages to itself alone: all but the latest are forgotten. */
function forgetfulRoom(beforehand: (ledger: RoomLedger) => void): RoomLedger {
  const ledger = new RoomLedger(2, true);
  ledger.join(0);
  beforehand(ledger);
  for (let count = 0; count < 200; count++) ledger.receive(0, ledger.send(0, 0), 0);
  return ledger;
}

for (const { whom, beforehand } of [
  { whom: 'somebody who never joined', beforehand: () => undefined },
  {
    whom: 'somebody who was cut',
    beforehand: (ledger: RoomLedger) => {
      ledger.join(1);
      ledger.leave(1);
    },
  },
]) {
  test(`copies of forgotten messages to ${whom} are received, and what it may have missed is gone, not lost`, () => {
    const ledger = forgetfulRoom(beforehand);
    assert.equal(ledger.receive(1, 50, 0), COPY.first);
    assert.equal(ledger.receive(1, 51, 0), COPY.first);
    assert.equal(ledger.receive(1, 51, 0), COPY.duplicate);
    const { expected, received, lost, receiverGone } = ledger.sums();
    assert.equal(received, 202);
    assert.equal(expected, received + lost + receiverGone);
    assert.equal(ledger.outstanding, lost);
    let losses = 0;
    ledger.forEachLoss((copies) => (losses += copies));
    assert.equal(losses, lost);
    assert.ok(lost < 64, 'only what the room still remembers can be due');
    assert.equal(ledger.completed, 200);
  });
}

test('a copy is known to be reordered however long its sender was silent before the message that overtook it', () => {
  const ledger = joinedRoom(3);
  const late = ledger.send(0, 0);
  for (let count = 0; count < 200; count++) {
    const number = ledger.send(1, 0);
    for (const member of [0, 1, 2]) ledger.receive(member, number, 1);
  }
  const overtaking = ledger.send(0, 0);
  ledger.receive(2, overtaking, 0);
  assert.equal(ledger.receive(2, late, 0), COPY.first | COPY.completed | COPY.reordered);
  assert.equal(ledger.receive(1, late, 0), COPY.first);
});
