import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import type { SessionTimes } from '#dist/core/sessions.js';
import { type Pause, pausesOf } from '#dist/load/sessions.js';

const span = fc
  .tuple(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 0, max: 10_000 }))
  .map(([min, more]) => ({ min, max: min + more }));

function firstOf(seed: number, times: SessionTimes, user: number): Pause[] {
  const pauses = pausesOf({ seed }, times, user);
  return Array.from({ length: 20 }, () => pauses.next().value);
}

test('sessions and pauses are as long as they may be, one after the other, and the first session has begun before the load', () => {
  fc.assert(
    fc.property(span, span, fc.integer(), fc.nat(10_000), (lengthMs, pauseMs, seed, user) => {
      const pauses = firstOf(seed, { lengthMs, pauseMs }, user);
      assert.deepEqual(pauses, firstOf(seed, { lengthMs, pauseMs }, user));
      pauses.forEach(({ leaveUs, returnUs }, index) => {
        assert.ok(returnUs - leaveUs >= pauseMs.min * 1000 && returnUs - leaveUs <= pauseMs.max * 1000);
        const before = pauses[index - 1];
        const lengthUs = leaveUs - (before?.returnUs ?? 0);
        assert.ok(lengthUs >= (before === undefined ? 0 : lengthMs.min * 1000) && lengthUs <= lengthMs.max * 1000);
      });
    }),
  );
});

test('users leave evenly from the beginning on, and each at times of its own', () => {
  const times = { lengthMs: { min: 1000, max: 1000 }, pauseMs: { min: 500, max: 500 } };
  const leaves = Array.from({ length: 1000 }, (_, user) => firstOf(7, times, user)[0]?.leaveUs ?? 0);
  assert.ok(new Set(leaves).size > 990);
  for (let tenth = 0; tenth < 10; tenth++) {
    const count = leaves.filter((leaveUs) => Math.floor(leaveUs / 100_000) === tenth).length;
    assert.ok(Math.abs(count - 100) < 40, `${count} of 1000 users leave in tenth ${tenth}`);
  }
});
