import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { heldBytesShare, MAX_MESSAGE_BYTES } from '#dist/wire/bounds.js';
import { type ByteHolder, ReceiveBudget } from '#dist/wire/receive-budget.js';

/** A holder that keeps what it is told to. */
class Holder implements ByteHolder {
  heldBytes = 0;
  hasEnded = false;

  constructor(readonly budget: ReceiveBudget) {
    budget.enter(this);
  }

  keep(bytes: number): void {
    if (this.hasEnded) return;
    const delta = bytes - this.heldBytes;
    this.heldBytes = bytes;
    this.budget.add(delta);
  }

  leave(): void {
    this.budget.leave(this);
    this.heldBytes = 0;
    this.hasEnded = true;
  }

  giveUp(): void {
    this.leave();
  }
}

describe('A budget of what is received', () => {
  it('is kept whatever happens, at the expense of the largest alone', () => {
    const step = fc.record({ holder: fc.nat(7), bytes: fc.nat(60), leaves: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.array(step, { maxLength: 60 }), (limit, steps) => {
        const budget = new ReceiveBudget(limit);
        const holders = Array.from({ length: 8 }, () => new Holder(budget));
        for (const { holder, bytes, leaves } of steps) {
          const [one] = holders.slice(holder);
          if (one === undefined || one.hasEnded) continue;
          const before = holders.map((other) => (other === one ? bytes : other.heldBytes));
          const open = holders.filter(({ hasEnded }) => !hasEnded);
          if (leaves && bytes === 0) one.leave();
          else one.keep(bytes);
          const ended = open.filter(({ hasEnded }) => hasEnded).map((other) => before[holders.indexOf(other)] ?? 0);
          const kept = holders.filter(({ hasEnded }) => !hasEnded).map(({ heldBytes }) => heldBytes);
          const sum = kept.reduce((total, held) => total + held, 0);
          assert.equal(budget.heldBytes, sum);
          assert.ok(sum <= limit);
          if (leaves && bytes === 0) continue;
          // Nobody is ended while somebody larger goes on, and no more are than it takes.
          assert.ok(Math.min(...ended) >= Math.max(...kept, 0) || ended.length === 0);
          if (ended.length > 0) assert.ok(sum + Math.min(...ended) > limit);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('ends everybody who keeps anything when nothing may be kept', () => {
    const budget = new ReceiveBudget(0);
    const [idle, busy] = [new Holder(budget), new Holder(budget)];
    busy.keep(1);
    assert.deepEqual([idle.hasEnded, busy.hasEnded, budget.heldBytes], [false, true, 0]);
  });

  it('counts somebody who leaves twice once', () => {
    const budget = new ReceiveBudget(100);
    const holder = new Holder(budget);
    holder.keep(60);
    budget.leave(holder);
    budget.leave(holder);
    assert.equal(budget.heldBytes, 0);
  });
});

describe('A thread’s part of what is kept', () => {
  it('is the process’s divided by its threads, and enough for one message', () => {
    const whole = heldBytesShare(1);
    assert.equal(whole, 256 * 2 ** 20);
    for (const threads of [2, 3, 7, 16]) {
      assert.ok(heldBytesShare(threads) * threads <= whole);
      assert.ok(heldBytesShare(threads) >= MAX_MESSAGE_BYTES);
    }
    assert.equal(heldBytesShare(1000), MAX_MESSAGE_BYTES);
  });
});
