import assert from 'node:assert/strict';
import test from 'node:test';
import { calibrate } from '#dist/capacity/calibrate.js';
import { conduct, type SearchOrder } from '#dist/capacity/conduct.js';
import { DEFAULT_SLOS, readGoals } from '#dist/capacity/goals.js';
import { testerOf } from '../../helpers/capacity/tester.js';

const SHAPE = { finalTrialMs: 2000, durationSumMs: 8000, exceedRatio: 0.5, width: 0.05, initialTrialMs: 500 };

function orderOf(max = 5000, budgetMs = 600_000): SearchOrder {
  const goals = readGoals([{ where: '--slo', expressions: DEFAULT_SLOS }], SHAPE);
  const search = {
    minLoad: 100,
    maxLoad: max,
    isWhole: false,
    messagesPerSecondOfLoad: 1,
    goals: goals.map((goal) => goal.search),
  };
  return { search, goals, messagesPerSecondOf: (load) => load, budgetMs };
}

const NOBODY = { onTrial: () => undefined, onJudged: () => undefined };

test('loads are tried until the bounds are as close as asked for', async () => {
  const { results, trials, cut } = await conduct(orderOf(), testerOf(740), NOBODY);
  assert.equal(cut, null);
  assert.deepEqual(
    results.map(({ isRegular, end }) => ({ isRegular, end })),
    [{ isRegular: true, end: 'found' }],
  );
  const [result] = results;
  assert.ok((result?.lowerBound ?? 0) <= 740 && (result?.upperBound ?? 0) > 740);
  assert.equal(trials.at(-1)?.report.short, false);
});

test('a search that is stopped keeps what it knows', async () => {
  const { results, trials, cut } = await conduct(orderOf(), testerOf(740, { stopsAfter: 11 }), NOBODY);
  assert.equal(cut, 'interrupted');
  assert.equal(trials.length, 11);
  assert.equal(results[0]?.end, 'unfinished');
});

test('no trial is begun that the budget has no time for', async () => {
  const tester = testerOf(740);
  const { cut, trials } = await conduct(orderOf(5000, 800), tester, NOBODY);
  assert.equal(cut, 'time');
  assert.ok(trials.length === 0 || tester.asked.every(({ durationMs }) => durationMs <= 500));
});

test('a generator that cannot offer more gives a lower bound and never an upper one', async () => {
  const tester = testerOf(10_000, { with: (load) => (load > 900 ? { unsent: load, slowestMs: 2000 } : {}) });
  const { results } = await conduct(orderOf(), tester, NOBODY);
  assert.equal(results[0]?.end, 'generator');
  assert.equal(results[0]?.upperBound, null);
  assert.ok((results[0]?.lowerBound ?? 0) > 850);
});

test('a calibration grows until it is too much, and halves the ratio of what was too much and what was not', async () => {
  const limit = 6500;
  const tester = testerOf(1e9, { with: (load) => (load > limit ? { unsent: load } : {}) });
  const most = await calibrate(tester, { from: 1000, max: 100_000, trialMs: 500, goals: orderOf().goals });
  assert.ok(most !== undefined && most <= limit && most > limit * 0.8);
  assert.deepEqual(
    tester.asked.slice(0, 5).map(({ load }) => load),
    [1000, 4000, 16_000, 16_000, 16_000],
  );
});

test('a calibration asks for no more than is of interest', async () => {
  const tester = testerOf(1e9);
  assert.equal(await calibrate(tester, { from: 1000, max: 3000, trialMs: 500, goals: orderOf().goals }), 3000);
  assert.deepEqual(
    tester.asked.map(({ load }) => load),
    [1000, 3000],
  );
});

test('a tester that can offer nothing has no calibration', async () => {
  const tester = testerOf(1e9, { with: (load) => ({ unsent: load }) });
  assert.equal(await calibrate(tester, { from: 1000, max: 3000, trialMs: 500, goals: orderOf().goals }), undefined);
  assert.equal(tester.asked.at(-1)?.load, 1000 / 64);
});

test('a calibration whose first load is too much asks for less', async () => {
  const tester = testerOf(1e9, { with: (load) => (load > 400 ? { unsent: load } : {}) });
  const most = await calibrate(tester, { from: 2000, max: 9000, trialMs: 500, goals: orderOf().goals });
  assert.ok(most !== undefined && most <= 400 && most > 300);
});
