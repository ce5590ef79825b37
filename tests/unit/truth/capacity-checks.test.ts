import assert from 'node:assert/strict';
import test from 'node:test';
import { parseFaults } from '#dist/practice/faults/parse.js';
import { lowerBound, recovery } from '#dist/truth/checks/capacity.js';
import { EXPERIMENTS } from '#dist/truth/experiments.js';
import { rowOf } from '#dist/truth/row.js';
import { searchWith } from '#dist/truth/search.js';
import { testerOf } from '../../helpers/capacity/tester.js';
import { runOutcome, stageOutcome, timelineSecond } from '../../helpers/report/outcome.js';
import { counterOf } from '../../helpers/report/spread.js';

const TRIAL = { experiment: 'a search', faults: [], workers: 1 };
const SEARCHES = EXPERIMENTS.filter(({ search }) => search !== undefined);

test('a search passes when its lower bound is within 5 % of what the server can take, and not beyond', async () => {
  assert.deepEqual(
    SEARCHES.flatMap(({ faults }) => faults),
    ['capacity=1500/s', 'capacity=4000/s'],
  );
  for (const { faults: texts, search } of SEARCHES) {
    const faults = parseFaults(texts);
    const truth = Number(/\d+/.exec(texts[0] ?? '')?.[0]);
    const resultsAt = async (knee: number): Promise<string[]> => {
      assert.ok(search !== undefined);
      const found = await searchWith(testerOf(knee), search);
      return lowerBound({ faults, found }).map((claim) => rowOf(TRIAL, claim, null).result);
    };
    assert.deepEqual(await resultsAt(truth), ['pass', 'pass']);
    assert.deepEqual(await resultsAt(truth * 0.9), ['fail', 'pass']);
    assert.deepEqual(await resultsAt(truth * 1.12), ['fail', 'pass']);
    assert.deepEqual(await resultsAt(1), ['fail', 'fail']);
  }
  const nothing = lowerBound({ faults: parseFaults(['capacity=9/s']), found: undefined });
  assert.deepEqual(
    nothing.map((claim) => rowOf(TRIAL, claim, null).result),
    ['fail', 'fail'],
  );
});

test('the recovery that arithmetic gives is what waits at the end of the spike by what is taken of it in a second', () => {
  const latency = { ...stageOutcome('x').latency, fanout: counterOf(Array.from({ length: 200 }, () => 50_000)) };
  const stage = (name: string, startMs: number, durationMs: number, rate: number): ReturnType<typeof stageOutcome> =>
    stageOutcome(name, { startMs, durationMs, plannedFrom: rate, plannedTo: rate, latency });
  const outcome = runOutcome({
    stages: [stage('before', 0, 2000, 200), stage('spike', 2000, 1000, 1180), stage('after', 3000, 7000, 200)],
    timeline: Array.from({ length: 10 }, (_, second) =>
      timelineSecond({ second, inFlight: second > 1 && second < 7 ? 500 : 0 }),
    ),
    intervals: [],
  });
  const claim = recovery({ faults: parseFaults(['capacity=400/s']), outcome });
  const { truth, reported, tolerance, result } = rowOf(TRIAL, claim, null);
  assert.deepEqual([truth, reported, result], [3900, 4000, 'pass']);
  assert.equal(Math.round(tolerance ?? 0), 195);
});
