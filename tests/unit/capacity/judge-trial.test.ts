import assert from 'node:assert/strict';
import test from 'node:test';
import { growsUntilItsEnd } from '#dist/capacity/backlog.js';
import { DEFAULT_SLOS, readGoals } from '#dist/capacity/goals.js';
import { type JudgedTrial, judgeTrial } from '#dist/capacity/judge-trial.js';
import { UsageError } from '#dist/core/errors.js';
import { heldTrial, trialOutcome, type TrialMade } from '../../helpers/capacity/trials.js';

const SHAPE = { finalTrialMs: 10_000, durationSumMs: 40_000, exceedRatio: 0.5, width: 0.05, initialTrialMs: 2500 };
const GOALS = readGoals(
  [
    { where: '--slo', expressions: DEFAULT_SLOS },
    { where: '--goal', expressions: ['p95(delivery)<8ms'] },
  ],
  SHAPE,
);

function judged(made: TrialMade, load = 100): JudgedTrial {
  const asked = { load, messagesPerSecond: load, durationMs: made.durationMs ?? 10_000 };
  return judgeTrial(asked, heldTrial(trialOutcome(load, made)), GOALS);
}

test('one trial is judged by every goal', () => {
  const { search, report } = judged({ slowestMs: 10 });
  assert.deepEqual(
    search.goals.map(({ isHighLoss }) => isHighLoss),
    [false, true],
  );
  assert.deepEqual(report.highLoss, { 'p99(delivery)<250ms, lost==0': false, 'p95(delivery)<8ms': true });
  assert.deepEqual(report.failed, ['p95(delivery)<8ms']);
  assert.equal(report.short, false);
});

test('a lost copy fails a goal of nothing lost, and says so', () => {
  const { search, report, findings } = judged({ missing: 1, slowestMs: 5 });
  assert.equal(search.goals[0]?.isHighLoss, true);
  assert.deepEqual(report.failed, ['lost==0']);
  assert.deepEqual(findings[0]?.weaknesses, ['loss']);
});

test('a trial that failed says what gave way: connections, errors, loss, latency or the backlog, and no other', () => {
  const copies = 100 * 10 * 5;
  const slow = { slowestMs: 900 };
  const growing = { inFlight: Array.from({ length: 10 }, (_, second) => 15 * (second + 1)) };
  const weak = (made: TrialMade): readonly string[] | undefined => judged(made).findings[0]?.weaknesses;
  assert.deepEqual(weak({}), []);
  assert.deepEqual(weak({ missing: copies / 10 }), ['loss']);
  assert.deepEqual(weak({ missing: copies / 10, refused: 100 }), ['errors']);
  assert.deepEqual(weak({ missing: copies / 10, receiverGone: copies / 10 }), ['connections']);
  assert.deepEqual(weak({ missing: 30, receiverGone: 10, refused: 2 }), ['connections', 'errors', 'loss']);
  assert.deepEqual(weak(slow), ['latency']);
  assert.deepEqual(weak({ ...slow, missing: 1 }), ['loss', 'latency']);
  assert.deepEqual(weak(growing), ['backlog']);
  assert.deepEqual(weak({ notTaken: 30 }), ['loss']);
});

test('a trial for which not everybody could be connected failed by its connections', () => {
  const asked = { load: 40, users: 40, messagesPerSecond: 100, durationMs: 10_000 };
  const { findings, report } = judgeTrial(asked, { ...heldTrial(trialOutcome(100)), users: 37 }, GOALS);
  assert.deepEqual([findings[0]?.weaknesses, report.failed.includes('connections')], [['connections'], true]);
});

test('a trial of too few messages is short, however long it was', () => {
  assert.equal(judged({}, 45).report.short, true);
  assert.equal(judged({}, 46).report.short, false);
  assert.equal(judged({ durationMs: 9000 }).report.short, true);
});

test('a generator that did not offer what it was asked for was the limit, whatever came of it', () => {
  const { search, report } = judged({ unsent: 11 });
  assert.equal(search.isGeneratorLimited, true);
  assert.equal(report.verdict.level, 'INVALID');
  assert.equal(judged({ unsent: 9 }).search.isGeneratorLimited, false);
});

test('sockets that the server does not empty are no limit of the generator', () => {
  const { search } = judged({ notTaken: 200 });
  assert.equal(search.isGeneratorLimited, false);
  assert.equal(search.goals[0]?.isHighLoss, true);
});

test('a late generator spoils no trial that held, and none that fails without its delays as well', () => {
  const isLimited = (made: TrialMade): [string, boolean] => {
    const { search, report } = judged(made);
    return [report.verdict.level, search.isGeneratorLimited];
  };
  const slow = { slowestMs: 4000 };
  assert.deepEqual(isLimited({ slowestMs: 4, slipMs: 50 }), ['INVALID', false]);
  assert.deepEqual(isLimited({ ...slow, slipMs: 500 }), ['INVALID', false]);
  assert.deepEqual(isLimited({ ...slow, slipMs: 1900 }), ['INVALID', true]);
});

test('a generator that has no processor time left was the limit of whatever failed', () => {
  const { report, search } = judged({ slowestMs: 4000, runnableShare: 0.97 });
  assert.equal(report.verdict.level, 'INVALID');
  assert.equal(search.isGeneratorLimited, true);
  assert.equal(judged({ slowestMs: 4, runnableShare: 0.97 }).search.isGeneratorLimited, false);
  assert.equal(judged({ slowestMs: 4000, runnableShare: 0.5 }).search.isGeneratorLimited, false);
});

test('what was lost is evidence however late the generator was, as long as its threads had time to read', () => {
  const lossy = { missing: 50, slowestMs: 4 };
  const wrong = { impossible: 500 };
  const { report, search } = judged({ ...lossy, slipMs: 50 });
  assert.deepEqual([report.verdict.times.level, report.verdict.counts.level], ['INVALID', 'VALID']);
  assert.equal(search.isGeneratorLimited, false);
  assert.equal(judged({ ...lossy, ...wrong }).search.isGeneratorLimited, false);
  assert.equal(judged({ slowestMs: 4000, ...wrong }).search.isGeneratorLimited, true);
  assert.equal(judged({ ...lossy, runnableShare: 0.97 }).search.isGeneratorLimited, true);
  // Both goals failed, one by a loss, one by times that the generator may have made.
  assert.equal(judged({ missing: 50, slowestMs: 9, slipMs: 50 }).search.isGeneratorLimited, true);
});

test('a backlog that grows until the end fails a trial that was quick and lost nothing', () => {
  const growing = Array.from({ length: 10 }, (_, second) => 15 * (second + 1));
  const { search, report } = judged({ inFlight: growing, slowestMs: 5 });
  assert.equal(search.goals[0]?.isHighLoss, true);
  assert.deepEqual(report.failed, ['backlog']);
  assert.ok(Math.abs(report.backlogMs - 300) < 1);
});

test('a backlog that stays, or comes and goes, or is a moment long, does not grow', () => {
  const isGrowing = (inFlight: readonly number[]): boolean =>
    growsUntilItsEnd(trialOutcome(100, { inFlight, durationMs: inFlight.length * 1000 }));
  assert.equal(isGrowing([80, 80, 80, 80, 80, 80]), false);
  assert.equal(isGrowing([0, 90, 0, 90, 0, 90, 0, 0, 0, 0]), false);
  assert.equal(isGrowing([0, 0, 0, 0, 0, 0, 0, 0, 0, 25]), false);
  assert.equal(isGrowing([10, 20]), false);
  assert.equal(isGrowing([100, 90, 80, 70, 60, 50]), false);
});

test('a width narrower than what may be lost is refused, with every wrong expression', () => {
  assert.throws(
    () =>
      readGoals(
        [
          { where: '--slo', expressions: ['p90(delivery)<1s', 'tps>1'] },
          { where: '--goal', expressions: ['nonsense'] },
        ],
        SHAPE,
      ),
    (thrown) => {
      assert.ok(thrown instanceof UsageError);
      assert.deepEqual(
        thrown.problems.map(({ where }) => where),
        ['--slo', '--slo', '--goal'],
      );
      return true;
    },
  );
});
