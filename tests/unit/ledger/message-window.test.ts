import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { MessageWindow } from '#dist/ledger/message-window.js';

/** A message as the window ought to remember it. */
interface Remembered {
  readonly sender: number;
  readonly sentAtMs: number;
  due: number;
  got: number;
  nextOfSender: number;
}

function incompleteOf(window: MessageWindow): string[] {
  const found: string[] = [];
  window.forEachIncomplete((missing, sentAtMs) => found.push(`${missing} of ${sentAtMs}`));
  return found.toSorted();
}

/** What the window may answer of a message: everything while it is incomplete, recent or with nobody, afterwards that it is forgotten. */
function assertRemembers(window: MessageWindow, number: number, message: Remembered): void {
  if (number >= window.oldest || message.got < message.due || message.got === 0) {
    assert.equal(window.senderOf(number), message.sender);
    assert.equal(window.dueOf(number), message.due);
    assert.equal(window.sentAtMsOf(number), message.sentAtMs);
    assert.equal(window.nextOfSender(number), message.nextOfSender);
  } else {
    assert.equal(window.senderOf(number), -1);
    assert.equal(window.dueOf(number), -1);
    assert.equal(window.sentAtMsOf(number), -1);
    assert.equal(window.nextOfSender(number), -2);
  }
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ open: fc.nat(3), sender: fc.nat(2) }) },
  { weight: 6, arbitrary: fc.record({ copyOf: fc.nat(10_000), recent: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ giveUp: fc.nat(10_000) }) },
);

test('a window remembers every message that is incomplete, recent, or with nobody, and forgets the rest', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 200, maxLength: 1200, size: 'max' }), (steps) => {
      const window = new MessageWindow();
      const messages: Remembered[] = [];
      const lastOfSender = new Map<number, number>();
      for (const action of steps) {
        if ('open' in action) {
          const { open: due, sender } = action;
          const number = window.open(sender, due, messages.length * 3);
          assert.equal(number, messages.length);
          messages.push({ sender, sentAtMs: number * 3, due, got: 0, nextOfSender: -1 });
          const before = lastOfSender.get(sender);
          if (before !== undefined) {
            window.linkNextOfSender(before, number);
            const earlier = messages[before];
            if (earlier !== undefined) earlier.nextOfSender = number;
          }
          lastOfSender.set(sender, number);
        } else if ('copyOf' in action) {
          const span = action.recent ? Math.min(20, messages.length) : messages.length;
          const number = messages.length - 1 - (span === 0 ? 0 : action.copyOf % span);
          const message = messages[number];
          if (message === undefined || message.got >= message.due) continue;
          message.got++;
          assert.equal(window.countCopy(number), message.got);
        } else {
          const number = action.giveUp % Math.max(1, messages.length);
          const message = messages[number];
          if (message === undefined || message.got >= message.due) continue;
          message.due--;
          window.expectLess(number);
        }
      }
      assert.equal(window.next, messages.length);
      messages.forEach((message, number) => assertRemembers(window, number, message));
      const incomplete = messages
        .filter(({ due, got }) => got < due)
        .map(({ due, got, sentAtMs }) => `${due - got} of ${sentAtMs}`);
      assert.deepEqual(incompleteOf(window), incomplete.toSorted());
      const untouched: number[] = [];
      window.forEachUntouched((number, sender, due, sentAtMs) => {
        assert.deepEqual([sender, due, sentAtMs], [messages[number]?.sender, messages[number]?.due, number * 3]);
        untouched.push(number);
      });
      assert.deepEqual(
        untouched,
        [...messages.keys()].filter((number) => messages[number]?.got === 0),
      );
    }),
    { numRuns: 100 },
  );
});

test('a window that grew past its largest ring still knows every incomplete message', () => {
  const window = new MessageWindow();
  const count = 150_000;
  for (let number = 0; number < count; number++) window.open(number % 7, 2, number);
  for (let number = 0; number < count; number++) assert.equal(window.countCopy(number), 1);
  assert.equal(incompleteOf(window).length, count);
  for (let number = count - 1; number >= 0; number--) assert.equal(window.countCopy(number), 2);
  assert.deepEqual(incompleteOf(window), []);
  assert.equal(window.dueOf(0), -1);
});

test('a message that nobody has is remembered although nobody is due it, and its first copy is the first, and only once', () => {
  const window = new MessageWindow();
  window.open(0, 1, 0);
  for (let number = 1; number < 200; number++) window.open(0, 0, 0);
  assert.ok(window.oldest > 100);
  window.expectLess(0);
  for (const number of [0, 50]) {
    assert.equal(window.dueOf(number), 0);
    assert.equal(window.countCopy(number), 1);
    assert.equal(window.dueOf(number), -1);
    assert.equal(window.countCopy(number), 0);
  }
});

test('a straggler is told of the next message of its sender', () => {
  const window = new MessageWindow();
  window.open(0, 1, 0);
  for (let number = 1; number < 200; number++) window.open(1, 0, 0);
  assert.ok(window.oldest > 0);
  window.linkNextOfSender(0, 200);
  assert.equal(window.nextOfSender(0), 200);
});

test('the ring grows while most of it is under way', () => {
  const window = new MessageWindow();
  for (let number = 0; number < 10_000; number++) window.open(0, 1, 0);
  assert.equal(window.oldest, 0);
});

test('the ring does not grow while everything arrives promptly', () => {
  const window = new MessageWindow();
  for (let number = 0; number < 100_000; number++) {
    window.open(0, 1, 0);
    window.countCopy(number);
    assert.ok(window.next - window.oldest <= 64);
  }
});

test('a window knows of a forgotten message whether anybody ever had it', () => {
  const window = new MessageWindow();
  window.open(0, 1, 0);
  window.countCopy(window.open(0, 1, 0));
  window.expectLess(0);
  assert.deepEqual([window.hasCopy(0), window.hasCopy(1)], [false, true]);
  for (let count = 0; count < 1000; count++) window.countCopy(window.open(0, 1, 0));
  assert.ok(window.oldest > 1);
  assert.deepEqual([window.hasCopy(0), window.hasCopy(1)], [false, true]);
  window.countCopy(0);
  assert.equal(window.hasCopy(0), true);
});
