import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { createRandom, type Random } from '#dist/core/random.js';
import { LedgerPair } from '../../helpers/run/ledger-pair.js';
import { lossesBySecond, lossesOf } from '../../helpers/run/losses.js';
import { runsOf } from '../../helpers/runs-of.js';

/** Fewer messages than the room's ring holds: nothing is forgotten, so that every figure must agree. */
const FEW_MESSAGES = 60;

const pick = fc.nat(10_000);
const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ask' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('join' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('recover' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), pick }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('send' as const), pick, afterMs: fc.constantFrom(0, 1, 300, 700) }),
  },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('next copy' as const), pick }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('any copy' as const), pick, of: pick }) },
);
/** The same, and once in a while it turns out that senders do get their own copies. */
const stepWithEcho = fc.oneof(
  { weight: 60, arbitrary: step },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('learn echo' as const), pick }) },
);
type Step = typeof stepWithEcho extends fc.Arbitrary<infer T> ? T : never;

function apply(pair: LedgerPair, action: Step, memberCount: number): void {
  const member = action.pick % memberCount;
  const { naive } = pair;
  switch (action.kind) {
    case 'ask':
      pair.ask(member);
      break;
    case 'join':
      pair.join(member);
      break;
    case 'recover':
      pair.join(member, true);
      break;
    case 'leave':
      pair.leave(member);
      break;
    case 'learn echo':
      pair.learnEcho();
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
        const pair = new LedgerPair(members, echo);
        for (const action of steps) {
          apply(pair, action, members);
          pair.assertBalanced();
        }
        pair.assertEqual();
      }),
      { numRuns: runsOf(200) },
    );
  });
}

test('an echo that is found out in the middle makes the account what it would be had it been known before', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(stepWithEcho, { maxLength: 200, size: 'max' }),
      (members, steps) => {
        const pair = new LedgerPair(members, false);
        for (const action of steps) {
          apply(pair, action, members);
          pair.assertBalanced();
        }
        pair.assertEqual();
      },
    ),
    { numRuns: runsOf(200) },
  );
});

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
  /** With this message own copies begin to come, also those of earlier messages. */
  readonly echoFrom?: number;
  /** Does nobody send who is not in the room? Of what such people sent long ago the room no longer knows whose it was. */
  readonly onlyPresentSend?: boolean;
}

interface Copy {
  readonly member: number;
  readonly number: number;
}

/** Sends `messages` messages through a server with this weather, everything that is on its way included. */
function longRun(pair: LedgerPair, random: Random, messages: number, memberCount: number, weather: Weather): void {
  const arriving = new Map<number, Copy[]>();
  const arrive = (now: number): void => {
    for (const { member, number } of arriving.get(now) ?? []) {
      const isTooOld = now - number > (weather.oldestImplicit ?? messages);
      if (pair.naive.isPresent(member) || !isTooOld) pair.receive(member, number);
    }
  };
  for (let now = 0; now < messages; now++) {
    if (now === weather.echoFrom) pair.learnEcho();
    const sender = random.integer(memberCount);
    if (!pair.naive.isPresent(sender) && random.next() < 0.1) pair.join(sender);
    if (weather.onlyPresentSend === true && !pair.naive.isPresent(sender)) pair.join(sender);
    const number = pair.send(sender, random.integer(40));
    for (let member = 0; member < memberCount; member++) {
      if (random.next() < weather.drop) continue;
      if (!pair.naive.isPresent(member) && random.next() >= weather.toAbsent) continue;
      for (let copies = random.next() < weather.duplicate ? 2 : 1; copies > 0; copies--) {
        const delay = random.next() < weather.delay ? random.integer(weather.longestDelay) : 0;
        const earliest = member === sender ? Math.max(now, weather.echoFrom ?? 0) : now;
        const due = Math.min(messages, earliest + weather.leastDelay + delay);
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
      const pair = new LedgerPair(members, echo);
      for (let member = 0; member < members; member++) pair.join(member);
      longRun(pair, createRandom(seed, 'long'), 3000, members, { ...weather, cut: 0 });
      pair.assertBalanced();
      pair.assertEqual();
    }),
    { numRuns: runsOf(40) },
  );
});

test('a long run with cuts is counted exactly, save the order of copies that had been given up', () => {
  fc.assert(
    fc.property(longWeather, ({ seed, members, echo, ...weather }) => {
      const pair = new LedgerPair(members, echo);
      longRun(pair, createRandom(seed, 'cuts'), 2000, members, { ...weather, cut: 0.02, oldestImplicit: 30 });
      pair.assertBalanced();
      const [sums, naive] = [pair.ledger.sums(), pair.naive.sums()];
      assert.deepEqual({ ...sums, reordered: naive.reordered }, naive);
      assert.ok(sums.reordered <= naive.reordered);
      assert.deepEqual(lossesOf(pair.ledger), lossesOf(pair.naive));
      assert.equal(pair.ledger.completed, pair.naive.completed);
    }),
    { numRuns: runsOf(40) },
  );
});

test('an echo that is found out late in a long run is expected from the first message on, in whatever order it comes', () => {
  fc.assert(
    fc.property(longWeather, fc.integer({ min: 1, max: 2500 }), ({ seed, members, ...weather }, echoFrom) => {
      const pair = new LedgerPair(members, false);
      for (let member = 0; member < members; member++) pair.join(member);
      longRun(pair, createRandom(seed, 'late echo'), 3000, members, { ...weather, cut: 0, echoFrom });
      pair.assertBalanced();
      const [sums, naive] = [pair.ledger.sums(), pair.naive.sums()];
      assert.deepEqual({ ...sums, reordered: naive.reordered }, naive);
      assert.ok(sums.reordered <= naive.reordered);
      assert.deepEqual(lossesBySecond(pair.ledger), lossesBySecond(pair.naive));
      for (const figure of ['outstanding', 'missingNow', 'completed'] as const)
        assert.equal(pair.ledger[figure], pair.naive[figure], figure);
    }),
    { numRuns: runsOf(40) },
  );
});

test('an echo that is found out late in a run with cuts is expected from the first message on, and lost rather than gone', () => {
  fc.assert(
    fc.property(longWeather, fc.integer({ min: 1, max: 1800 }), ({ seed, members, ...weather }, echoFrom) => {
      const pair = new LedgerPair(members, false);
      longRun(pair, createRandom(seed, 'cut echo'), 2000, members, {
        ...weather,
        cut: 0.02,
        oldestImplicit: 30,
        echoFrom,
      });
      pair.assertBalanced();
      const [sums, naive] = [pair.ledger.sums(), pair.naive.sums()];
      for (const figure of ['expected', 'received', 'duplicated'] as const)
        assert.equal(sums[figure], naive[figure], figure);
      assert.ok(sums.lost >= naive.lost);
      assert.ok(sums.reordered <= naive.reordered);
      assert.equal(pair.ledger.completed, pair.naive.completed);
    }),
    { numRuns: runsOf(40) },
  );
});

for (const onlyPresentSend of [false, true]) {
  const isCalled = onlyPresentSend ? 'and what lies between is never called lost' : 'whoever sends without being there';
  test(`copies of forgotten messages that show a membership are received, ${isCalled}`, () => {
    fc.assert(
      fc.property(longWeather, ({ seed, members, echo, ...weather }) => {
        const pair = new LedgerPair(members, echo, true);
        longRun(pair, createRandom(seed, 'wild'), 2000, members, { ...weather, cut: 0.05, onlyPresentSend });
        pair.assertBalanced();
        const [sums, naive] = [pair.ledger.sums(), pair.naive.sums()];
        assert.equal(pair.ledger.completed, pair.naive.completed);
        assert.equal(sums.duplicated, naive.duplicated);
        assert.equal(sums.received, naive.received);
        // Of messages that it has forgotten, the room no longer knows that an absent member was their sender.
        if (onlyPresentSend) assert.ok(sums.lost <= naive.lost);
      }),
      { numRuns: runsOf(40) },
    );
  });
}
