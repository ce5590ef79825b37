import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { classify, conditionalThroughput, type Deciding, type LoadClass, sumTrials } from '#dist/search/classify.js';
import type { TrialOfGoal } from '#dist/search/trial.js';

interface ExampleGoal extends Deciding {
  readonly name: string;
  readonly lossRatio: number;
}

function goalOf(name: string, finalS: number, sumS: number, lossPercent: number, exceedPercent: number): ExampleGoal {
  return {
    name,
    finalTrialMs: finalS * 1000,
    durationSumMs: sumS * 1000,
    lossRatio: lossPercent / 100,
    exceedRatio: exceedPercent / 100,
    messagesNeeded: 0,
  };
}

/** RFC 9971, "Example Goals". */
const GOALS = [
  goalOf('RFC2544', 60, 60, 0, 0),
  goalOf('TST009', 60, 120, 0, 50),
  goalOf('1s final', 1, 120, 0.5, 50),
  goalOf('20% exceed', 60, 60, 0.5, 20),
] as const;

/** How often, how long in seconds, and which loss in percent. */
type Added = readonly [count: number, durationS: number, lossPercent: number];

interface Point {
  readonly added: Added;
  /** By goal: effective high-loss sum, effective whole sum, in seconds; optimistic and pessimistic exceed ratio, in percent; what the load is. */
  readonly expected: readonly (readonly [
    highS: number,
    wholeS: number,
    bestPercent: number,
    worstPercent: number,
    known: LoadClass,
  ])[];
}

const [U, L, H] = ['undecided', 'lower', 'upper'] as const;

/** RFC 9971, "Load Classification Computations": every point has the trials of those before it, too. */
const POINTS: readonly Point[] = [
  {
    added: [59, 1, 0],
    expected: [
      [0, 60, 0, 100, U],
      [0, 120, 0, 100, U],
      [0, 120, 0, 50.833, U],
      [0, 60, 0, 100, U],
    ],
  },
  {
    added: [1, 1, 1],
    expected: [
      [1, 60, 1.667, 100, H],
      [0, 120, 0, 100, U],
      [1, 120, 0.833, 50.833, U],
      [0, 60, 0, 100, U],
    ],
  },
  {
    added: [59, 1, 1],
    expected: [
      [60, 60, 100, 100, H],
      [1, 120, 0.833, 100, U],
      [60, 120, 50, 50.833, U],
      [45.25, 60, 75.417, 100, H],
    ],
  },
  {
    added: [1, 1, 0],
    expected: [
      [60, 60, 100, 100, H],
      [0, 120, 0, 100, U],
      [60, 120, 50, 50, L],
      [45, 60, 75, 100, H],
    ],
  },
  {
    added: [1, 60, 0.1],
    expected: [
      [120, 120, 100, 100, H],
      [60, 120, 50, 100, U],
      [60, 180, 33.333, 33.333, L],
      // The RFC's table calls this a lower bound, against its own code and its own ratio: 42.857 % is more than the 20 % allowed.
      [45, 105, 42.857, 42.857, H],
    ],
  },
  {
    added: [1, 60, 0],
    expected: [
      [120, 180, 66.667, 66.667, H],
      [60, 120, 50, 50, L],
      [60, 240, 25, 25, L],
      // As above: 27.273 % is more than 20 %.
      [45, 165, 27.273, 27.273, H],
    ],
  },
];

function trialsUntil(point: number, { lossRatio: allowed }: ExampleGoal): TrialOfGoal[] {
  return POINTS.slice(0, point + 1).flatMap(({ added: [count, durationS, lossPercent] }) =>
    Array.from({ length: count }, () => {
      const lossRatio = lossPercent / 100;
      return { durationMs: durationS * 1000, messages: 1e6 * durationS, lossRatio, isHighLoss: lossRatio > allowed };
    }),
  );
}

for (const [goalIndex, goal] of GOALS.entries()) {
  test(`the example of RFC 9971 is classified as its code says, goal ${goal.name}`, () => {
    for (const [index, { expected }] of POINTS.entries()) {
      const trials = trialsUntil(index, goal);
      const [highS = 0, wholeS = 0, best = 0, worst = 0, known] = expected[goalIndex] ?? [];
      const sums = sumTrials(trials, goal);
      const where = `point ${index + 1}`;
      assert.equal(sums.effectiveHighMs, highS * 1000, where);
      assert.equal(sums.effectiveWholeMs, wholeS * 1000, where);
      assert.equal((sums.optimisticExceedRatio * 100).toFixed(3), best.toFixed(3), where);
      assert.equal((sums.pessimisticExceedRatio * 100).toFixed(3), worst.toFixed(3), where);
      assert.equal(classify(trials, goal), known, where);
    }
  });
}

test('the example of RFC 9971 has the conditional throughput that it computes', () => {
  const throughputs = GOALS.map((goal) => conditionalThroughput(1_000_000, trialsUntil(5, goal), goal));
  assert.deepEqual(throughputs, [999_000, 1_000_000, 1_000_000, 999_000]);
});

test('a load without full-length trials has no throughput, and one whose trials do not suffice has none either', () => {
  const goal = goalOf('', 10, 40, 1, 50);
  const trial = { durationMs: 10_000, messages: 1, lossRatio: 0, isHighLoss: false };
  assert.equal(conditionalThroughput(500, [], goal), 0);
  assert.equal(conditionalThroughput(500, [{ ...trial, durationMs: 5000 }], goal), 0);
  assert.equal(conditionalThroughput(500, [trial], goal), 0);
  assert.equal(conditionalThroughput(500, [trial, { ...trial, lossRatio: 0.004 }], goal), 498);
});

test('a trial that was bad without losing anything is the last to be taken for a throughput', () => {
  const goal = goalOf('', 10, 20, 1, 50);
  const good = { durationMs: 10_000, messages: 1, lossRatio: 0.005, isHighLoss: false };
  assert.equal(conditionalThroughput(1000, [{ ...good, lossRatio: 0, isHighLoss: true }, good], goal), 995);
});

test('a long trial of too few messages is a short one', () => {
  const goal = { ...goalOf('', 10, 10, 1, 50), messagesNeeded: 459 };
  const trial = { durationMs: 10_000, messages: 458, lossRatio: 0, isHighLoss: false };
  assert.equal(classify([trial], goal), 'undecided');
  assert.equal(classify([{ ...trial, messages: 459 }], goal), 'lower');
});

const trials: fc.Arbitrary<TrialOfGoal[]> = fc.array(
  fc.record({
    durationMs: fc.integer({ min: 1, max: 40 }).map((quarters) => quarters * 250),
    messages: fc.constant(1000),
    lossRatio: fc.constantFrom(0, 0.001, 0.02, 1),
    isHighLoss: fc.boolean(),
  }),
  { maxLength: 30 },
);
const goals = fc
  .record({
    finalS: fc.integer({ min: 1, max: 10 }),
    factor: fc.integer({ min: 1, max: 5 }),
    exceed: fc.constantFrom(0, 0.2, 0.5, 0.8),
  })
  .map(({ finalS, factor, exceed }) => goalOf('', finalS, finalS * factor, 1, exceed * 100));

test('full-length trials of the whole sum always decide, and without trials nothing is decided', () => {
  fc.assert(
    fc.property(goals, trials, (goal, some) => {
      assert.equal(classify([], goal), 'undecided');
      const full = some.filter(({ durationMs }) => durationMs >= goal.finalTrialMs);
      const fullMs = full.reduce((sum, { durationMs }) => sum + durationMs, 0);
      if (fullMs >= goal.durationSumMs) assert.notEqual(classify(some, goal), 'undecided');
    }),
  );
});

test('a good trial more never makes an upper bound of a load, and a bad one never a lower bound', () => {
  fc.assert(
    fc.property(goals, trials, fc.integer({ min: 1, max: 40 }), (goal, some, quarters) => {
      const before = classify(some, goal);
      const more = { durationMs: quarters * 250, messages: 1000, lossRatio: 0, isHighLoss: false };
      if (before !== 'upper') assert.notEqual(classify([...some, more], goal), 'upper');
      if (before !== 'lower') assert.notEqual(classify([...some, { ...more, isHighLoss: true }], goal), 'lower');
    }),
  );
});
