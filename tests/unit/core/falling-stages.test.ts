import assert from 'node:assert/strict';
import test from 'node:test';
import { fallsAfter, highestRateBetween } from '#dist/core/stages.js';

/** A held evening, a spike, the way down from it, and a night, with a jump between. */
const STAGES = [
  { durationMs: 1000, from: 100, to: 100 },
  { durationMs: 1000, from: 500, to: 500 },
  { durationMs: 0, from: 500, to: 400 },
  { durationMs: 1000, from: 500, to: 50 },
  { durationMs: 1000, from: 50, to: 50 },
];

test('the load falls after a stage at once or while the next one goes on, and not after a rise or at the end', () => {
  assert.deepEqual(
    STAGES.map((_, index) => fallsAfter(STAGES, index)),
    [false, true, true, true, false],
  );
});

test('the highest rate of a part of the time is at one of its ends, or of those of stages in it', () => {
  assert.equal(highestRateBetween(STAGES, 0, 1000), 100);
  assert.equal(highestRateBetween(STAGES, 900, 1100), 500);
  assert.equal(highestRateBetween(STAGES, 2500, 3000), 275);
  assert.equal(highestRateBetween(STAGES, 9000, 9500), 0);
});
