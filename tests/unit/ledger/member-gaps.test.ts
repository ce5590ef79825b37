import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { queryObjects } from 'node:v8';
import * as fc from 'fast-check';
import { createRandom } from '#dist/core/random.js';
import { MemberGaps, SenderWalk } from '#dist/ledger/member-gaps.js';
import { MessageWindow } from '#dist/ledger/message-window.js';
import { runsOf } from '../../helpers/runs-of.js';

/** Counts how often somebody goes from one message of a sender to the next. */
class CountingWindow extends MessageWindow {
  steps = 0;

  override nextOfSender(number: number): number {
    this.steps++;
    return super.nextOfSender(number);
  }
}

/** A member, and messages of some senders that all remain incomplete, so that none is forgotten. */
class Scene {
  readonly gaps = new MemberGaps();
  readonly senders: number[] = [];
  readonly #messages = new CountingWindow();
  readonly #lastOf = new Map<number, number>();
  readonly #received = new Set<number>();

  /** @param comes whether the member gets it at once; what it has got by then it has overtaken */
  send(sender: number, comes: boolean): void {
    const number = this.#messages.open(sender, 9, 0);
    const before = this.#lastOf.get(sender);
    if (before !== undefined) this.#messages.linkNextOfSender(before, number);
    this.#lastOf.set(sender, number);
    this.senders.push(sender);
    if (comes) this.#received.add(number);
    else this.gaps.missing.add(number, number + 1);
  }

  /** Looks from one message to the next so far. */
  get steps(): number {
    return this.#messages.steps;
  }

  lacks(number: number): boolean {
    return number < this.senders.length && !this.#received.has(number);
  }

  assertKnown(number: number): void {
    const sender = this.senders[number] ?? -1;
    const isOvertaken = this.senders.some((other, later) => later > number && other === sender && !this.lacks(later));
    assert.equal(this.gaps.isOvertaken(this.#messages, number, sender, this.#messages.next), isOvertaken);
  }

  /** The copy comes after all. */
  receive(number: number): void {
    this.gaps.missing.remove(number);
    this.assertKnown(number);
    this.#received.add(number);
    this.gaps.noteLateCopy(number, this.senders[number] ?? -1);
  }
}

const pick = fc.nat(100_000);
const SENDERS = 2;

/** Long stretches are sent at once, so that searches are long enough to be remembered. */
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ sender: fc.nat(SENDERS - 1), held: fc.integer({ min: 1, max: 120 }) }) },
  { weight: 1, arbitrary: fc.record({ sender: fc.nat(SENDERS - 1), prompt: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 8, arbitrary: fc.record({ asked: pick }) },
  { weight: 8, arbitrary: fc.record({ received: pick }) },
  { weight: 2, arbitrary: fc.record({ inOrder: pick, count: fc.integer({ min: 1, max: 60 }) }) },
);

describe('What a member lacks', () => {
  it('says exactly whether a late copy was overtaken by one of its sender, whatever was asked before', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 80 }), (steps) => {
        const scene = new Scene();
        const lacked = (from: number): number[] => {
          const numbers = scene.senders.map((_, number) => number).filter((number) => scene.lacks(number));
          return numbers.slice(numbers.length === 0 ? 0 : from % numbers.length);
        };
        for (const action of steps) {
          if ('held' in action) for (let count = 0; count < action.held; count++) scene.send(action.sender, false);
          else if ('prompt' in action)
            for (let count = 0; count < action.prompt; count++) scene.send(action.sender, true);
          else if ('asked' in action) for (const number of lacked(action.asked).slice(0, 1)) scene.assertKnown(number);
          else if ('received' in action)
            for (const number of lacked(action.received).slice(0, 1)) scene.receive(number);
          else for (const number of lacked(action.inOrder).slice(0, action.count)) scene.receive(number);
        }
      }),
      { numRuns: runsOf(150) },
    );
  });

  for (const [order, sort] of [
    ['in order', (numbers: number[]) => numbers],
    ['the last first', (numbers: number[]) => numbers.toReversed()],
    ['shuffled', (numbers: number[]) => createRandom(1, 'late').shuffle([...numbers])],
  ] as const) {
    it(`takes a few steps a copy to say so of 2,000 that come late ${order}`, () => {
      const scene = new Scene();
      for (let count = 0; count < 2000; count++) scene.send(0, false);
      const numbers = sort(scene.senders.map((_, number) => number));
      for (const number of numbers) scene.receive(number);
      assert.ok(scene.steps < 4 * numbers.length, `${scene.steps} steps`);
    });
  }

  it('remembers no more searches than there are dozens of missing copies, and none when they have come', () => {
    const walks = (): number => queryObjects(SenderWalk, { format: 'count' });
    const before = walks();
    const scene = new Scene();
    const [senders, each] = [50, 60];
    for (let sender = 0; sender < senders; sender++)
      for (let count = 0; count < each; count++) scene.send(sender, false);
    for (let sender = 0; sender < senders; sender++) scene.receive(sender * each);
    assert.equal(walks() - before, senders);
    let left = senders * each - senders;
    for (let count = 1; count < each; count++) {
      for (let sender = 0; sender < senders; sender++) {
        scene.receive(sender * each + count);
        left--;
      }
      // To count them the whole heap is looked through, which is long.
      if (count % 7 === 0 || count > each - 4) assert.ok((walks() - before) * 16 <= left);
    }
    assert.equal(walks(), before);
  });
});
