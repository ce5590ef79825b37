import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { boundsOf, triedLoads, relativeWidth } from '#dist/search/bounds.js';
import { loadBetween } from '#dist/search/loads.js';
import type { SearchTrial } from '#dist/search/trial.js';

const GOAL = { finalTrialMs: 10_000, durationSumMs: 20_000, exceedRatio: 0.5, messagesNeeded: 0 };

function trialAt(load: number, isHighLoss: boolean, isGeneratorLimited = false): SearchTrial {
  const goals = [{ lossRatio: isHighLoss ? 1 : 0, isHighLoss }];
  return { load, durationMs: 20_000, messages: 20 * load, isGeneratorLimited, goals };
}

test('the upper bound is the smallest that fails, and the lower one the largest below it that holds', () => {
  const tried = triedLoads([trialAt(400, true), trialAt(100, false), trialAt(300, true), trialAt(200, false)], 0);
  assert.deepEqual(boundsOf(tried, GOAL), { lower: 200, upper: 300 });
});

test('a larger load that holds above one that fails is a coincidence', () => {
  const tried = triedLoads([trialAt(100, false), trialAt(200, true), trialAt(300, false)], 0);
  assert.deepEqual(boundsOf(tried, GOAL), { lower: 100, upper: 200 });
});

test('an undecided load is no bound', () => {
  const tried = triedLoads([trialAt(100, false), { ...trialAt(150, false), durationMs: 5000 }, trialAt(200, true)], 0);
  assert.deepEqual(boundsOf(tried, GOAL), { lower: 100, upper: 200 });
});

test('what the generator could not offer is no evidence', () => {
  const tried = triedLoads([trialAt(100, false), trialAt(200, true, true)], 0);
  assert.deepEqual(boundsOf(tried, GOAL), { lower: 100, upper: undefined });
});

test('a width is relative to the upper bound', () => {
  assert.equal(relativeWidth(95, 100), 0.05);
});

test('a load between two others lies between them, near their middle, and is round', () => {
  assert.equal(loadBetween(1000, 2000, 0.05, false), 1410);
  assert.equal(loadBetween(40_000, 80_000, 0.05, false), 56_600);
  assert.equal(loadBetween(3, 4, 0.05, true), undefined);
  assert.equal(loadBetween(0.3, 0.5, 0.05, false), 0.387);
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 1e6, noNaN: true }),
      fc.double({ min: 1.03, max: 10, noNaN: true }),
      (low, by) => {
        const load = loadBetween(low, low * by, 0.05, false);
        assert.ok(load !== undefined && load > low && load < low * by);
        assert.ok(Math.abs(load / Math.sqrt(low * low * by) - 1) <= 0.05 / 10 + 1e-9);
      },
    ),
  );
});
