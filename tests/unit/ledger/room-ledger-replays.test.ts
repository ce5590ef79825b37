import assert from 'node:assert/strict';
import test from 'node:test';
import { COPY } from '#dist/ledger/copy.js';
import { RoomLedger } from '#dist/ledger/room-ledger.js';
import { joinedRoom } from '../../helpers/run/joined-room.js';

test('a replay comes as it likes: before the join is confirmed, of what was had, missed or lost, and shows no membership', () => {
  const ledger = joinedRoom(2);
  const [had, lost] = [ledger.send(0, 0), ledger.send(0, 1)];
  const later = ledger.send(0, 5000);
  for (const number of [had, later]) ledger.receive(1, number, 0);
  ledger.leave(1);
  const missed = ledger.send(0, 5001);
  ledger.ask(1);
  const live = ledger.send(0, 5002);
  assert.equal(ledger.sums().receiverGone, 2);
  assert.equal(ledger.receive(1, had, 0), COPY.replayed);
  for (const number of [lost, missed]) {
    const first = COPY.first | COPY.completed | COPY.replayed;
    assert.equal(ledger.receive(1, number, 0), first);
  }
  assert.equal(ledger.isPresent(1), false);
  assert.equal(ledger.receive(1, live, 0), COPY.first | COPY.completed);
  assert.equal(ledger.isPresent(1), true);
  // A server that reads its history a moment after it has let somebody in repeats what has just come.
  assert.equal(ledger.receive(1, live, 0), COPY.replayed);
  const { expected, received, receiverGone, duplicated } = ledger.sums();
  assert.deepEqual(
    { expected, received, receiverGone, duplicated },
    { expected: 10, received: 5, receiverGone: 0, duplicated: 0 },
  );
});

test('what was sent while somebody joined for the first time is received when it comes, and nobody is blamed when it does not', () => {
  const ledger = new RoomLedger(2, true);
  ledger.join(0);
  const before = ledger.send(0, 0);
  ledger.ask(1);
  const [unheard, heard] = [ledger.send(0, 1), ledger.send(0, 2)];
  ledger.join(1);
  assert.equal(ledger.receive(1, before, 0), COPY.replayed);
  assert.equal(ledger.receive(1, heard, 0), COPY.first | COPY.completed);
  for (const number of [before, unheard, heard]) ledger.receive(0, number, 0);
  assert.deepEqual(ledger.sums(), {
    expected: 5,
    received: 4,
    lost: 0,
    receiverGone: 1,
    unconfirmed: 0,
    duplicated: 0,
    reordered: 0,
  });
});

test('a connection that the server has recovered brings what was missed, and what follows is as always', () => {
  const ledger = joinedRoom(2);
  const had = ledger.send(0, 0);
  ledger.receive(1, had, 0);
  ledger.leave(1);
  const missed = ledger.send(0, 1);
  ledger.join(1, true);
  assert.equal(ledger.receive(1, missed, 0), COPY.first | COPY.completed | COPY.recovered);
  const next = ledger.send(0, 2);
  assert.equal(ledger.receive(1, next, 0), COPY.first | COPY.completed);
  ledger.leave(1);
  ledger.send(0, 3);
  ledger.join(1);
  assert.equal(ledger.receive(1, next + 1, 0), COPY.first | COPY.completed | COPY.replayed);
  for (let number = had; number <= next + 1; number++) ledger.receive(0, number, 0);
  assert.deepEqual(ledger.sums(), {
    expected: 8,
    received: 8,
    lost: 0,
    receiverGone: 0,
    unconfirmed: 0,
    duplicated: 0,
    reordered: 0,
  });
});

test('what comes again on a recovered connection is a duplicate, and a replay for who has asked to join anew', () => {
  const ledger = joinedRoom(2);
  const had = ledger.send(0, 0);
  ledger.receive(1, had, 0);
  ledger.leave(1);
  const missed = ledger.send(0, 1);
  ledger.join(1, true);
  assert.equal(ledger.receive(1, missed, 0), COPY.first | COPY.completed | COPY.recovered);
  assert.equal(ledger.receive(1, missed, 0), COPY.duplicate);
  assert.equal(ledger.receive(1, had, 0), COPY.duplicate);
  ledger.leave(1);
  ledger.ask(1);
  ledger.join(1);
  assert.equal(ledger.receive(1, missed, 0), COPY.replayed);
  assert.equal(ledger.sums().duplicated, 2);
});

test('of what is sent while a join is under way, what comes is received, and what does not is no loss: the server may have taken it before the join', () => {
  const ledger = joinedRoom(3);
  ledger.leave(2);
  ledger.ask(2);
  // Sent in this order over two connections, and read by the server in another one, with the join in between.
  const [before, after, later] = [ledger.send(0, 0), ledger.send(1, 0), ledger.send(0, 0)];
  for (const number of [before, after, later]) for (const member of [0, 1]) ledger.receive(member, number, number % 2);
  assert.equal(ledger.receive(2, after, 1), COPY.first);
  assert.equal(ledger.receive(2, later, 0) & COPY.first, COPY.first);
  ledger.join(2);
  const { expected, received, lost, receiverGone } = ledger.sums();
  assert.deepEqual([expected, received, lost, receiverGone], [9, 8, 0, 1]);
  // From then on everything is due again.
  ledger.send(0, 0);
  assert.equal(ledger.sums().lost, 3);
});
