import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { DeliveredMessages } from '#dist/ledger/delivered-messages.js';

const EVERY_US = 10_000;
const ON_ITS_WAY_US = 2_000;

/** A room in which message n left at 10 ms × n and was there 2 ms later. */
function room(count: number): DeliveredMessages {
  const messages = new DeliveredMessages();
  for (let number = 0; number < count; number++)
    messages.note(number, number * EVERY_US, number * EVERY_US + ON_ITS_WAY_US);
  return messages;
}

/** The numbers from `first` to `last`. */
function numbers(first: number, last: number): Set<number> {
  return new Set(Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index));
}

test('an answer that holds all that was delivered is not behind, whatever page of it is asked for', () => {
  const messages = room(100);
  assert.equal(messages.behindUs(numbers(0, 99), 2_000_000), 0);
  assert.equal(messages.behindUs(numbers(50, 99), 2_000_000), 0);
  assert.equal(messages.behindUs(numbers(99, 99), 2_000_000), 0);
  assert.equal(messages.behindUs(numbers(80, 99), 2_000_000, 800_000), 0);
});

test('what was delivered when the answer had been asked for is not expected in it', () => {
  assert.equal(room(100).behindUs(numbers(0, 49), 49 * EVERY_US + ON_ITS_WAY_US + 1), 0);
});

test('an answer is behind by the age of the oldest message that it lacks', () => {
  const askedUs = 1_100_000;
  assert.equal(room(100).behindUs(numbers(0, 49), askedUs), askedUs - (50 * EVERY_US + ON_ITS_WAY_US));
  assert.equal(room(100).behindUs(numbers(40, 49), askedUs), askedUs - (50 * EVERY_US + ON_ITS_WAY_US));
  const withHole = numbers(40, 99);
  withHole.delete(70);
  assert.equal(room(100).behindUs(withHole, askedUs), askedUs - (70 * EVERY_US + ON_ITS_WAY_US));
});

test('an answer without a message of ours lacks all of them, or those that were asked for', () => {
  assert.equal(room(100).behindUs(new Set(), 1_100_000), 1_100_000 - ON_ITS_WAY_US);
  assert.equal(room(100).behindUs(new Set(), 1_100_000, 905_000), 1_100_000 - (91 * EVERY_US + ON_ITS_WAY_US));
  assert.equal(new DeliveredMessages().behindUs(new Set(), 1_100_000), 0);
});

test('an answer that goes back further than was asked for is judged by what it holds', () => {
  assert.equal(room(100).behindUs(numbers(10, 20), 1_100_000, 900_000), 1_100_000 - (21 * EVERY_US + ON_ITS_WAY_US));
});

test('messages that were under way at once may stand in any order, so the first of a page is no reason to miss another', () => {
  const messages = new DeliveredMessages();
  messages.note(0, 0, 5_000);
  messages.note(1, 1_000, 3_000);
  // A page of one: the server had 1 before 0.
  assert.equal(messages.behindUs(new Set([0]), 10_000), 0);
  assert.equal(messages.behindUs(new Set([1]), 10_000), 0);
});

test('of the latest 65,536 messages all is known, and older ones are older than all of them', () => {
  const messages = room(70_000);
  const askedUs = 70_000 * EVERY_US;
  assert.equal(messages.behindUs(numbers(65_000, 69_999), askedUs), 0);
  assert.equal(messages.behindUs(numbers(0, 65_999), askedUs), askedUs - (66_000 * EVERY_US + ON_ITS_WAY_US));
  assert.equal(messages.behindUs(numbers(0, 100), askedUs), askedUs - (4_464 * EVERY_US + ON_ITS_WAY_US));
});

test('a cache that is up to a time old is never said to be older, and at most by what lies between two messages younger', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 30_000 }),
      fc.integer({ min: 0, max: 400_000 }),
      fc.integer({ min: 1, max: 60 }),
      (gaps, wayUs, ageUs, page) => {
        const messages = new DeliveredMessages();
        let sentUs = 1_000_000;
        const sent = gaps.map((gap) => (sentUs += gap));
        sent.forEach((atUs, number) => messages.note(number, atUs, atUs + wayUs));
        const askedUs = (sent.at(-1) ?? 0) + wayUs + 1;
        // The server has a message at once when it is sent.
        const stored = sent.flatMap((atUs, number) => (atUs <= askedUs - ageUs ? [number] : []));
        const told = messages.behindUs(new Set(stored.slice(-page)), askedUs);
        assert.ok(told <= ageUs, `${told} of ${ageUs}`);
        const firstMissing = sent.find((atUs) => atUs > askedUs - ageUs);
        const isJudged = stored.length === 0 || (sent[stored.at(-1) ?? 0] ?? 0) + wayUs <= (firstMissing ?? 0);
        if (isJudged && firstMissing !== undefined && firstMissing + wayUs < askedUs)
          assert.equal(told, askedUs - firstMissing - wayUs);
      },
    ),
  );
});
