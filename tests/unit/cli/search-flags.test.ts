import assert from 'node:assert/strict';
import test from 'node:test';
import { readSearchFlags } from '#dist/cli/commands/capacity/search-flags.js';
import type { Problem } from '#dist/core/errors.js';

function read(raw: Record<string, unknown>): { wish: ReturnType<typeof readSearchFlags>; problems: Problem[] } {
  const problems: Problem[] = [];
  return { wish: readSearchFlags(raw, problems), problems };
}

test('without flags a search has the defaults of its help', () => {
  const { wish, problems } = read({});
  assert.deepEqual(problems, []);
  assert.deepEqual(wish, {
    goals: [{ where: '--slo', expressions: ['p99(delivery)<250ms', 'lost==0'] }],
    shape: { finalTrialMs: 10_000, durationSumMs: 40_000, exceedRatio: 0.5, width: 0.05, initialTrialMs: 2500 },
    vary: 'rate',
    from: 50,
    max: null,
    budgetMs: 600_000,
    atLeast: null,
  });
});

test('expressions of --slo are one goal, each --goal is another', () => {
  const { wish } = read({ slo: ['lost==0', 'errors==0'], goal: ['p99(delivery)<100ms, lost==0', 'p50(echo)<5ms'] });
  assert.deepEqual(wish.goals, [
    { where: '--slo', expressions: ['lost==0', 'errors==0'] },
    { where: '--goal', expressions: ['p99(delivery)<100ms', ' lost==0'] },
    { where: '--goal', expressions: ['p50(echo)<5ms'] },
  ]);
  assert.deepEqual(read({ goal: ['lost==0'] }).wish.goals, [{ where: '--goal', expressions: ['lost==0'] }]);
});

test('shares are told in % or as they are, and a longer trial makes all of them longer', () => {
  const { wish, problems } = read({ trial: '20s', exceed: '20%', width: '0.02', from: '7.5', max: '900' });
  assert.deepEqual(problems, []);
  assert.deepEqual(wish.shape, {
    finalTrialMs: 20_000,
    durationSumMs: 80_000,
    exceedRatio: 0.2,
    width: 0.02,
    initialTrialMs: 5000,
  });
  assert.deepEqual([wish.from, wish.max], [7.5, 900]);
  const short = read({ from: '1.5k', max: '10k', atLeast: '2k' });
  assert.deepEqual([short.problems, short.wish.from, short.wish.max, short.wish.atLeast], [[], 1500, 10_000, 2000]);
  const people = read({ vary: 'users', from: '1k', max: '10k' });
  assert.deepEqual([people.problems, people.wish.from, people.wish.max], [[], 1000, 10_000]);
});

test('every wrong value is told', () => {
  const { problems } = read({
    vary: 'rooms',
    from: '-1',
    max: 'many',
    trial: '10ms',
    trials: '1.5',
    exceed: '100%',
    width: '0%',
    budget: 'soon',
    atLeast: '0',
  });
  assert.deepEqual(problems.map(({ where }) => where).toSorted(), [
    '--at-least',
    '--budget',
    '--exceed',
    '--from',
    '--max',
    '--trial',
    '--trials',
    '--vary',
    '--width',
  ]);
});

test('a largest load below the smallest, a sum shorter than a trial, and a budget without time for one are refused', () => {
  const told = (flags: Parameters<typeof read>[0]) =>
    read(flags).problems.map(({ where, message }) => `${where}: ${message}`);
  assert.deepEqual(told({ from: '100', max: '50' }), ['--max: 50 is less than --from, which is 100']);
  assert.deepEqual(told({ trial: '10s', trials: '5s' }), ['--trials: must be at least as long as one --trial, 10s']);
  assert.deepEqual(told({ budget: '10s' }), ['--budget: 10s decides no load: one --trial takes 10s']);
});

test('a value that cannot be read makes no problem of those beside it', () => {
  for (const [flags, where] of [
    [{ trial: '500ms', trials: '1s', budget: '8s' }, '--trial'],
    [{ from: 'few', max: '20' }, '--from'],
    [{ vary: 'rooms', from: '100', max: '10k' }, '--vary'],
  ] as const)
    assert.deepEqual(
      read(flags).problems.map((problem) => problem.where),
      [where],
    );
});
