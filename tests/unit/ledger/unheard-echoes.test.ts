import assert from 'node:assert/strict';
import test from 'node:test';
import { UnheardEchoes } from '#dist/ledger/unheard-echoes.js';

/** Own copies that are left, by second. */
function leftOf(echoes: UnheardEchoes): Record<string, number> {
  const left: Record<string, number> = {};
  echoes.forEachForgotten((copies, sentAtMs) => (left[String(sentAtMs)] = copies));
  return left;
}

test('echoes that nobody expected are left in the seconds of their messages, those learned of later too', () => {
  const echoes = new UnheardEchoes(500.5);
  assert.equal(echoes.beginSecond(0, 600, 0), 1501);
  // Messages 0 … 9, of which senders would have got eight.
  assert.equal(echoes.beginSecond(10, 3600, 8), 4501);
  // Messages 10 … 19; the sender of message 4 was there after all, the one of message 12 was cut.
  echoes.add(4);
  echoes.remove(12);
  echoes.expectBelow(20, 19);
  assert.equal(echoes.forgotten, 18);
  assert.deepEqual(leftOf(echoes), { '1000.5': 9, '4000.5': 9 });
});

test('an echo of a forgotten message is heard once, and so is one that was accounted for elsewhere', () => {
  const echoes = new UnheardEchoes(0);
  echoes.beginSecond(0, 0, 0);
  echoes.beginSecond(3, 1000, 3);
  echoes.remove(1);
  echoes.expectBelow(5, 5);
  assert.equal(echoes.forgotten, 4);
  assert.equal(echoes.hear(7, 0), true);
  assert.equal(echoes.hear(7, 0), false);
  echoes.noteHeard(7, 1);
  assert.equal(echoes.hear(7, 1), false);
  assert.equal(echoes.hear(7, 4), true);
  assert.deepEqual([echoes.forgotten, leftOf(echoes)], [2, { '500': 1, '1500': 1 }]);
});

test('where no echo is expected to the end nothing is left', () => {
  const echoes = new UnheardEchoes(0);
  echoes.beginSecond(0, 0, 0);
  assert.deepEqual([echoes.forgotten, echoes.forgottenBelow, leftOf(echoes)], [0, 0, {}]);
});
