import assert from 'node:assert/strict';
import test from 'node:test';
import { RoomLedger } from '#dist/ledger/room-ledger.js';

const [SENDER, OTHER] = [0, 1];

function roomOfThree(): RoomLedger {
  const ledger = new RoomLedger(3, true);
  for (const member of [0, 1, 2]) ledger.join(member);
  return ledger;
}

test('the last message of a member is answered when somebody has it, or nobody is to get it', () => {
  const ledger = roomOfThree();
  const { absences } = ledger;
  assert.ok(absences.isAnswered(SENDER));
  const first = ledger.send(SENDER, 0);
  assert.ok(!absences.isAnswered(SENDER));
  const last = ledger.send(SENDER, 1);
  ledger.receive(OTHER, first, SENDER);
  assert.ok(!absences.isAnswered(SENDER));
  ledger.receive(OTHER, last, SENDER);
  assert.ok(absences.isAnswered(SENDER));
  // The others are gone, and it does not expect its own.
  const alone = new RoomLedger(3, false);
  for (const member of [0, 1, 2]) alone.join(member);
  alone.leave(1);
  alone.leave(2);
  alone.send(SENDER, 0);
  assert.ok(alone.absences.isAnswered(SENDER));
});

test('of a member that leaves without an answer those messages are unconfirmed that nobody has, after the last that somebody has', () => {
  const ledger = roomOfThree();
  const lost = ledger.send(SENDER, 0);
  const got = ledger.send(SENDER, 1);
  const others = ledger.send(OTHER, 2);
  const [third, fourth] = [ledger.send(SENDER, 3), ledger.send(SENDER, 4)];
  for (const member of [0, 1, 2]) ledger.receive(member, got, SENDER);
  for (const member of [0, 1, 2]) ledger.receive(member, others, OTHER);
  const begun = ledger.absences.begin(SENDER);
  const unanswered = ledger.absences.unanswered(begun);
  assert.deepEqual(unanswered?.during, [third, fourth + 1]);
  ledger.leave(SENDER, true);
  assert.ok(unanswered);
  ledger.absences.doubt(unanswered);
  // Two messages that three were to have; the first one, which is lost, too, was before one that was answered, and overtaken by it.
  const { unconfirmed, receiverGone, lost: lostCopies } = ledger.sums();
  assert.deepEqual([lost, unconfirmed, receiverGone, lostCopies], [0, 6, 0, 9]);
});

test('who leaves with an answer, or has sent nothing, leaves nothing in doubt', () => {
  const ledger = roomOfThree();
  assert.equal(ledger.absences.unanswered(ledger.absences.begin(OTHER)), undefined);
  const lost = ledger.send(SENDER, 0);
  ledger.receive(OTHER, ledger.send(SENDER, 1), SENDER);
  assert.equal(ledger.absences.unanswered(ledger.absences.begin(SENDER)), undefined);
  assert.equal(ledger.wasReceived(lost), false);
});
