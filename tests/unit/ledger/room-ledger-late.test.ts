import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { createRandom, type Random } from '#dist/core/random.js';
import { LedgerPair } from '../../helpers/run/ledger-pair.js';
import { runsOf } from '../../helpers/runs-of.js';

/** Hears nothing to the end, so that the room forgets no message and every figure must agree. */
const DEAF = 0;
const MEMBERS = 4;
const MESSAGES = 600;
/** Members 0 and 1 talk, so that hundreds of one sender's copies are late together. */
const SENDERS = 2;

/** How copies that were held back come in the end. */
const ORDERS = {
  inOrder: (numbers: number[]) => numbers,
  lastFirst: (numbers: number[]) => numbers.toReversed(),
  shuffled: (numbers: number[], random: Random) => random.shuffle([...numbers]),
  halves: (numbers: number[]) => {
    const middle = numbers.length >> 1;
    return numbers.slice(0, middle).flatMap((number, index) => [number, numbers[middle + index] ?? number]);
  },
} as const;

/** Copies of some senders, to some members, are held back for a while; the rest comes at once. */
interface Hold {
  readonly member: number;
  readonly sender: number;
  readonly from: number;
  readonly until: number;
  /** So many messages later they come; meanwhile later ones of their sender may have come. */
  readonly after: number;
  readonly order: keyof typeof ORDERS;
}

const hold: fc.Arbitrary<Hold> = fc
  .record({
    member: fc.integer({ min: 1, max: MEMBERS - 1 }),
    sender: fc.nat(SENDERS - 1),
    from: fc.nat(MESSAGES / 2),
    length: fc.integer({ min: 1, max: MESSAGES / 2 }),
    after: fc.constantFrom(0, 0, 40),
    order: fc.constantFrom(...(Object.keys(ORDERS) as (keyof typeof ORDERS)[])),
  })
  .map(({ from, length, ...rest }) => ({ ...rest, from, until: from + length }));

/** Cuts: the member is away for some messages, and gets later what it missed if it is held back. */
const cut = fc.record({
  member: fc.integer({ min: 1, max: MEMBERS - 1 }),
  at: fc.nat(MESSAGES),
  forMessages: fc.nat(20),
});

interface Weather {
  readonly seed: number;
  readonly drop: number;
  readonly holds: readonly Hold[];
  readonly cuts: readonly { readonly member: number; readonly at: number; readonly forMessages: number }[];
}

function blow(pair: LedgerPair, { seed, drop, holds, cuts }: Weather): void {
  const random = createRandom(seed, 'late bursts');
  const held = new Map<Hold, number[]>();
  for (let now = 0; now < MESSAGES; now++) {
    for (const { member, at, forMessages } of cuts) {
      if (now === at) pair.leave(member);
      if (now === at + forMessages) pair.join(member);
    }
    const sender = random.integer(SENDERS);
    const number = pair.send(sender, random.integer(5));
    for (let member = 1; member < MEMBERS; member++) {
      const holding = holds.find(
        (one) => one.member === member && one.sender === sender && now >= one.from && now < one.until,
      );
      if (holding !== undefined) held.set(holding, [...(held.get(holding) ?? []), number]);
      else if (pair.naive.isPresent(member) && random.next() >= drop) assert.deepEqual(...pair.receive(member, number));
    }
    for (const [holding, numbers] of held) {
      if (holding.until + holding.after !== now + 1) continue;
      for (const late of ORDERS[holding.order](numbers, random)) {
        if (random.next() < drop || !pair.naive.isPresent(holding.member)) continue;
        assert.deepEqual(...pair.receive(holding.member, late));
      }
    }
  }
}

describe('Copies of one sender that come late by the hundred', () => {
  it('are reordered or not exactly as a slow and obvious account says, whatever order they come in', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer(),
          drop: fc.constantFrom(0, 0.02, 0.5),
          holds: fc.array(hold, { minLength: 1, maxLength: 8 }),
          cuts: fc.array(cut, { maxLength: 3 }),
        }),
        (weather) => {
          const pair = new LedgerPair(MEMBERS, true);
          for (let member = 0; member < MEMBERS; member++) pair.join(member);
          blow(pair, weather);
          pair.assertBalanced();
          pair.assertEqual();
          assert.ok(pair.naive.outstanding >= MESSAGES, `member ${DEAF} hears nothing`);
        },
      ),
      { numRuns: runsOf(100) },
    );
  });
});
