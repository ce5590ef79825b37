import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { createRandom } from '#dist/core/random.js';
import { relativeWidth } from '#dist/search/bounds.js';
import { nextTrial, resultsOf, type Search } from '#dist/search/search.js';
import { blurredKnee, hardKnee, islandKnee, tiringKnee } from '../../helpers/search/servers.js';
import { DEFAULT_GOAL, DEFAULT_SEARCH, simulate } from '../../helpers/search/simulate.js';
import { runsOf } from '../../helpers/runs-of.js';

const RANDOM = createRandom(1, 'search');

test('a search doubles with short trials, halves with short ones, and confirms its bounds at full length, the smaller first, with a second look before it condemns', () => {
  const { trials, results } = simulate(DEFAULT_SEARCH, hardKnee(1500), RANDOM);
  assert.deepEqual(
    trials.map(({ load, durationMs }) => `${load} ${durationMs / 1000}s`),
    [
      ...[50, 100, 200, 400, 800, 1600, 1130, 1340, 1460, 1530].map((load) => `${load} 2.5s`),
      '1460 10s',
      '1460 10s',
      '1530 10s',
      '1530 2.5s',
      '1530 10s',
    ],
  );
  assert.deepEqual(results, [
    { lowerBound: 1460, upperBound: 1530, conditionalThroughput: 1460, isRegular: true, end: 'found' },
  ]);
});

test('a few messages a second are tried for as long as it takes to be certain', () => {
  const { trials, results } = simulate({ ...DEFAULT_SEARCH, minLoad: 5 }, hardKnee(10), RANDOM);
  const atLower = trials.filter(({ load }) => load === results[0]?.lowerBound);
  assert.ok(atLower.some(({ messages, durationMs }) => messages >= 459 && durationMs > 40_000));
});

test('where everything holds the answer is the largest load that may be tried, and irregular', () => {
  const { results } = simulate({ ...DEFAULT_SEARCH, maxLoad: 12_000 }, hardKnee(50_000), RANDOM);
  assert.deepEqual(results, [
    { lowerBound: 12_000, upperBound: null, conditionalThroughput: 12_000, isRegular: false, end: 'max-load' },
  ]);
});

test('where not even the smallest load holds there is no lower bound, and that is irregular', () => {
  const { results } = simulate(DEFAULT_SEARCH, hardKnee(20), RANDOM);
  assert.deepEqual(results, [
    { lowerBound: null, upperBound: 50, conditionalThroughput: null, isRegular: false, end: 'min-load' },
  ]);
});

test('a generator that is the limit gives the largest load that it could offer, and never an upper bound', () => {
  const { results, trials } = simulate(DEFAULT_SEARCH, hardKnee(9000), RANDOM, {
    isGeneratorLimited: (load) => load > 3000,
  });
  const [result] = results;
  assert.ok(relativeWidth(result?.lowerBound ?? 0, 3000) <= 0.05);
  assert.deepEqual(
    { ...result, lowerBound: 0, conditionalThroughput: 0 },
    {
      lowerBound: 0,
      upperBound: null,
      conditionalThroughput: 0,
      isRegular: false,
      end: 'generator',
    },
  );
  assert.ok(trials.every(({ load }) => load <= 3200));
});

test('a generator that was the limit once only is asked again', () => {
  let isLimited = true;
  const { results } = simulate(DEFAULT_SEARCH, hardKnee(1500), RANDOM, {
    isGeneratorLimited: (load) => {
      const now = load === 400 && isLimited;
      if (now) isLimited = false;
      return now;
    },
  });
  assert.deepEqual([results[0]?.lowerBound, results[0]?.end], [1460, 'found']);
});

test('a generator that was the limit in two short trials is asked once more, at full length, before that ends a search', () => {
  let limited = 0;
  const { results, trials } = simulate(DEFAULT_SEARCH, hardKnee(1500), RANDOM, {
    isGeneratorLimited: (load) => load === 400 && limited++ < 2,
  });
  assert.deepEqual([results[0]?.lowerBound, results[0]?.upperBound, results[0]?.end], [1460, 1530, 'found']);
  assert.deepEqual(
    trials
      .filter(({ load }) => load === 400)
      .map(({ durationMs, isGeneratorLimited }) => [durationMs, isGeneratorLimited]),
    [
      [2500, true],
      [2500, true],
      [10_000, false],
      [10_000, false],
    ],
  );
});

test('a generator that can offer nothing finds nothing', () => {
  const { results, trials } = simulate(DEFAULT_SEARCH, hardKnee(1500), RANDOM, { isGeneratorLimited: () => true });
  assert.deepEqual(
    trials.map(({ durationMs }) => durationMs),
    [2500, 2500, 10_000, 10_000],
  );
  assert.deepEqual(results[0], {
    lowerBound: null,
    upperBound: null,
    conditionalThroughput: null,
    isRegular: false,
    end: 'generator',
  });
});

test('a search that is ended early keeps what it knows, and an undecided load is no bound', () => {
  const { results } = simulate(DEFAULT_SEARCH, hardKnee(1500), RANDOM, { budgetMs: 50_000 });
  assert.deepEqual(results[0], {
    lowerBound: 1460,
    upperBound: null,
    conditionalThroughput: 1460,
    isRegular: false,
    end: 'unfinished',
  });
  const early = simulate(DEFAULT_SEARCH, hardKnee(1500), RANDOM, { budgetMs: 25_000 });
  assert.deepEqual([early.results[0]?.lowerBound, early.results[0]?.upperBound], [null, null]);
});

test('where a smaller load fails and a larger one holds, the answer is below the smaller', () => {
  for (let seed = 0; seed < 50; seed++) {
    const random = createRandom(seed, 'island');
    const knee = 300 + 2000 * random.next();
    const { results } = simulate(DEFAULT_SEARCH, islandKnee(knee, knee * 1.5), random);
    const [result] = results;
    assert.ok(result !== undefined && result.end === 'found');
    assert.ok((result.lowerBound ?? 0) <= knee || (result.lowerBound ?? 0) >= knee * 1.5);
    assert.ok((result.upperBound ?? 0) > knee);
  }
});

test('a server that tires is searched to an end, and the bounds that count are what held and what failed', () => {
  for (let seed = 0; seed < 50; seed++) {
    const random = createRandom(seed, 'tiring');
    const { results, spentMs } = simulate(DEFAULT_SEARCH, tiringKnee(1500, 0.1), random);
    const [result] = results;
    assert.ok(result?.isRegular);
    const atEnd = 1500 * 0.9 ** (spentMs / 60_000);
    assert.ok((result.lowerBound ?? 0) <= 1500 && (result.upperBound ?? 0) >= atEnd);
  }
});

test('people are whole, and two neighbours need not be closer', () => {
  const users = { ...DEFAULT_SEARCH, minLoad: 1, isWhole: true, messagesPerSecondOfLoad: 50 };
  const { results, trials } = simulate(users, hardKnee(7.5), RANDOM);
  assert.ok(trials.every(({ load }) => Number.isInteger(load)));
  assert.deepEqual([results[0]?.lowerBound, results[0]?.upperBound, results[0]?.end], [7, 8, 'indivisible']);
});

test('several goals share one search: all trials count for all, and each has its own bounds', () => {
  const search: Search = { ...DEFAULT_SEARCH, goals: [DEFAULT_GOAL, { ...DEFAULT_GOAL, lossRatio: 0 }] };
  const trials: Parameters<typeof nextTrial>[1][number][] = [];
  for (let wanted = nextTrial(search, trials); wanted !== undefined; wanted = nextTrial(search, trials)) {
    const { load, durationMs } = wanted;
    const goals = [1500, 700].map((knee) => ({ lossRatio: load > knee ? 1 : 0, isHighLoss: load > knee }));
    trials.push({ load, durationMs, messages: load * durationMs, isGeneratorLimited: false, goals });
  }
  const [loose, strict] = resultsOf(search, trials);
  assert.ok(loose?.isRegular && strict?.isRegular);
  assert.ok((loose.lowerBound ?? 0) <= 1500 && (loose.upperBound ?? 0) > 1500);
  assert.ok((strict.lowerBound ?? 0) <= 700 && (strict.upperBound ?? 0) > 700);
  const alone = simulate(DEFAULT_SEARCH, hardKnee(1500), RANDOM);
  assert.ok(trials.length < 2 * alone.trials.length);
});

test('a search goes on from plain JSON as if it had never stopped', () => {
  const { trials } = simulate(DEFAULT_SEARCH, blurredKnee(900, 0.05), createRandom(3, 'resumed'));
  for (let count = 0; count < trials.length; count++) {
    const state = JSON.parse(JSON.stringify([DEFAULT_SEARCH, trials.slice(0, count)])) as [Search, typeof trials];
    const { load, durationMs } = trials[count] ?? {};
    assert.deepEqual(nextTrial(...state), { load, durationMs });
  }
  assert.equal(nextTrial(DEFAULT_SEARCH, trials), undefined);
});

test('whatever a server does, a search ends, and what it calls regular is', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.2, noNaN: true }),
      (seed, bad, limited) => {
        const random = createRandom(seed, 'any');
        const server = { knee: 1, probabilityOfBad: () => bad };
        const { results } = simulate(DEFAULT_SEARCH, server, random, {
          isGeneratorLimited: () => random.next() < limited,
        });
        const [result] = results;
        assert.ok(result !== undefined && result.end !== 'unfinished');
        const { lowerBound, upperBound, isRegular } = result;
        if (lowerBound !== null && upperBound !== null) assert.ok(lowerBound < upperBound);
        if (isRegular)
          assert.ok(lowerBound !== null && upperBound !== null && relativeWidth(lowerBound, upperBound) <= 0.05);
      },
    ),
    { numRuns: runsOf(300) },
  );
});
