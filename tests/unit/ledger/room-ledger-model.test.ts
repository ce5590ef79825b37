import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { createRandom, type Random } from '#dist/core/random.js';
import { RoomLedger } from '#dist/ledger/room-ledger.js';
import { lossesOf, NaiveRoom } from '../../helpers/naive-room.js';

/** Fewer messages than the room's ring holds: nothing is forgotten, so that every figure must agree. */
const FEW_MESSAGES = 60;

const byNumber = (a: number, b: number): number => a - b;
const countOf = (wanted: number, numbers: readonly number[]): number => numbers.filter((one) => one === wanted).length;

/** A ledger and its model, told the same. */
class Pair {
  readonly ledger: RoomLedger;
  readonly naive: NaiveRoom;
  /** Do copies come of messages that the room has forgotten, of which the two need not agree? */
  readonly #forgets: boolean;
  #nowMs = 0;

  constructor(memberCount: number, echo: boolean, forgets = false) {
    this.#forgets = forgets;
    this.ledger = new RoomLedger(memberCount, echo);
    this.naive = new NaiveRoom(memberCount, echo);
  }

  join(member: number): void {
    this.ledger.join(member);
    this.naive.join(member);
  }

  leave(member: number): void {
    const [senders, naive] = [this.ledger.leave(member), this.naive.leave(member)];
    // Of messages that the room has forgotten only the model knows who waited for them.
    if (this.#forgets)
      for (const sender of new Set(senders)) assert.ok(countOf(sender, senders) <= countOf(sender, naive));
    else assert.deepEqual(senders.toSorted(byNumber), naive.toSorted(byNumber));
  }

  send(member: number, afterMs: number): number {
    this.#nowMs += afterMs;
    const number = this.ledger.send(member, this.#nowMs);
    assert.equal(number, this.naive.send(member, this.#nowMs));
    return number;
  }

  /** @returns the ledger's and the model's bits */
  receive(member: number, number: number): [number, number] {
    const sender = this.naive.messages[number]?.sender ?? 0;
    return [this.ledger.receive(member, number, sender), this.naive.receive(member, number, sender)];
  }

  /** What holds at any time, whatever happened. */
  assertBalanced(): void {
    const sums = this.ledger.sums();
    assert.equal(sums.expected, sums.received + sums.lost + sums.receiverGone);
    for (const [name, count] of Object.entries(sums)) assert.ok(count >= 0, `${name} is ${count}`);
    let losses = 0;
    this.ledger.forEachLoss((lostCopies) => (losses += lostCopies));
    assert.equal(losses, sums.lost);
    assert.equal(this.ledger.outstanding, sums.lost);
    assert.ok(this.ledger.missingNow <= this.ledger.outstanding);
  }

  /** Everything that the ledger tells is what the model tells. */
  assertEqual(): void {
    const { ledger, naive } = this;
    assert.deepEqual(ledger.sums(), naive.sums());
    assert.deepEqual(lossesOf(ledger), lossesOf(naive));
    for (const figure of ['sent', 'outstanding', 'presentCount', 'missingNow', 'completed'] as const) {
      assert.equal(ledger[figure], naive[figure], figure);
    }
  }
}

const pick = fc.nat(10_000);
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('join' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), pick }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('send' as const), pick, afterMs: fc.constantFrom(0, 1, 300, 700) }),
  },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('next copy' as const), pick }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('any copy' as const), pick, of: pick }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function apply(pair: Pair, action: Step, memberCount: number): void {
  const member = action.pick % memberCount;
  const { naive } = pair;
  switch (action.kind) {
    case 'join':
      pair.join(member);
      break;
    case 'leave':
      pair.leave(member);
      break;
    case 'send':
      if (naive.sent < FEW_MESSAGES) pair.send(member, action.afterMs);
      break;
    case 'next copy': {
      const message = naive.firstDueTo(member);
      if (message !== undefined) assert.deepEqual(...pair.receive(member, message.number));
      break;
    }
    case 'any copy':
      // Late, early, again, never sent, or to somebody who never joined.
      assert.deepEqual(...pair.receive(member, action.of % (naive.sent + 2)));
      break;
  }
}

for (const echo of [true, false]) {
  test(`the ledger tells what a slow and obvious account tells, after every step (${echo ? 'with' : 'without'} echo)`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 160, size: 'max' }), (members, steps) => {
        const pair = new Pair(members, echo);
        for (const action of steps) {
          apply(pair, action, members);
          pair.assertBalanced();
        }
        pair.assertEqual();
      }),
      { numRuns: 500 },
    );
  });
}

/** How a server treats a long run, as probabilities a copy or a message, and delays in messages. */
interface Weather {
  readonly drop: number;
  readonly duplicate: number;
  /** How late every copy is, in messages. */
  readonly leastDelay: number;
  /** How probably a copy is later still. */
  readonly delay: number;
  readonly longestDelay: number;
  readonly cut: number;
  /** How probably the server sends to somebody who is not there. */
  readonly toAbsent: number;
  /** How many messages old a copy may be that comes to somebody whose join is not confirmed; undefined = any. */
  readonly oldestImplicit?: number;
}

interface Copy {
  readonly member: number;
  readonly number: number;
}

/** Sends `messages` messages through a server with this weather, everything that is on its way included. */
function longRun(pair: Pair, random: Random, messages: number, memberCount: number, weather: Weather): void {
  const arriving = new Map<number, Copy[]>();
  const arrive = (now: number): void => {
    for (const { member, number } of arriving.get(now) ?? []) {
      const isTooOld = now - number > (weather.oldestImplicit ?? messages);
      if (pair.naive.isPresent(member) || !isTooOld) pair.receive(member, number);
    }
  };
  for (let now = 0; now < messages; now++) {
    const sender = random.integer(memberCount);
    if (!pair.naive.isPresent(sender) && random.next() < 0.1) pair.join(sender);
    const number = pair.send(sender, random.integer(40));
    for (let member = 0; member < memberCount; member++) {
      if (random.next() < weather.drop) continue;
      if (!pair.naive.isPresent(member) && random.next() >= weather.toAbsent) continue;
      for (let copies = random.next() < weather.duplicate ? 2 : 1; copies > 0; copies--) {
        const delay = random.next() < weather.delay ? random.integer(weather.longestDelay) : 0;
        const due = Math.min(messages, now + weather.leastDelay + delay);
        arriving.set(due, [...(arriving.get(due) ?? []), { member, number }]);
      }
    }
    arrive(now);
    if (random.next() < weather.cut) pair.leave(random.integer(memberCount));
  }
  arrive(messages);
}

const longWeather = fc.record({
  seed: fc.integer(),
  members: fc.integer({ min: 2, max: 4 }),
  echo: fc.boolean(),
  drop: fc.constantFrom(0, 0.01, 0.3),
  duplicate: fc.constantFrom(0, 0.05),
  leastDelay: fc.constantFrom(0, 0, 100),
  delay: fc.constantFrom(0, 0.05, 0.5),
  longestDelay: fc.constantFrom(2, 30, 600),
  toAbsent: fc.constantFrom(0, 0.01, 1),
});

test('a long run without cuts is counted exactly, however late copies come', () => {
  fc.assert(
    fc.property(longWeather, ({ seed, members, echo, ...weather }) => {
      const pair = new Pair(members, echo);
      for (let member = 0; member < members; member++) pair.join(member);
      longRun(pair, createRandom(seed, 'long'), 3000, members, { ...weather, cut: 0 });
      pair.assertBalanced();
      pair.assertEqual();
    }),
    { numRuns: 40 },
  );
});

test('a long run with cuts is counted exactly, save the order of copies that had been given up', () => {
  fc.assert(
    fc.property(longWeather, ({ seed, members, echo, ...weather }) => {
      const pair = new Pair(members, echo);
      longRun(pair, createRandom(seed, 'cuts'), 2000, members, { ...weather, cut: 0.02, oldestImplicit: 30 });
      pair.assertBalanced();
      const [sums, naive] = [pair.ledger.sums(), pair.naive.sums()];
      assert.deepEqual({ ...sums, reordered: naive.reordered }, naive);
      assert.ok(sums.reordered <= naive.reordered);
      assert.deepEqual(lossesOf(pair.ledger), lossesOf(pair.naive));
      assert.equal(pair.ledger.completed, pair.naive.completed);
    }),
    { numRuns: 40 },
  );
});

test('copies of forgotten messages that show a membership are received, and what lies between is never called lost', () => {
  fc.assert(
    fc.property(longWeather, ({ seed, members, echo, ...weather }) => {
      const pair = new Pair(members, echo, true);
      longRun(pair, createRandom(seed, 'wild'), 2000, members, { ...weather, cut: 0.05 });
      pair.assertBalanced();
      const [sums, naive] = [pair.ledger.sums(), pair.naive.sums()];
      assert.equal(pair.ledger.completed, pair.naive.completed);
      assert.equal(sums.duplicated, naive.duplicated);
      assert.equal(sums.received, naive.received);
      assert.ok(sums.lost <= naive.lost);
    }),
    { numRuns: 40 },
  );
});
