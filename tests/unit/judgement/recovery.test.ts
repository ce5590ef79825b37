import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recoveriesOf } from '#dist/judgement/recovery.js';
import type { IntervalCounts, RunOutcome, StageOutcome, TimelineSecond } from '#dist/metrics/run-outcome.js';
import { emptyLatencies } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { runOutcome, stageOutcome } from '../../helpers/report/outcome.js';
import { counterOf } from '../../helpers/report/spread.js';

const [ROW] = runOutcome().timeline;
const NOTHING = encodeCounts(counterOf([]));

function second(number: number, inFlight = 0): TimelineSecond {
  assert.ok(ROW !== undefined);
  return { ...ROW, second: number, inFlight };
}

/** A stage in which copies took 10 ms. */
function stage(startMs: number, durationMs: number): StageOutcome {
  const ten = counterOf([10_000, 10_000, 10_000]);
  const latency = { ...emptyLatencies(), fanout: ten };
  return { ...stageOutcome(`from ${startMs}`), startMs, durationMs, latency };
}

/** Three stages, a spike of a second in the middle, and the p99 of each second in milliseconds; null for one in which nothing came. */
function recoveryOf(
  p99s: readonly (number | null)[],
  stages = [stage(0, 2000), stage(2000, 1000), stage(3000, 20_000)],
): number | null {
  const timeline = p99s.map((p99, number) => second(number, p99 === null ? 7 : 0));
  const intervals = p99s.map(
    (p99, number): IntervalCounts => ({
      second: number,
      echo: NOTHING,
      fanout: p99 === null ? NOTHING : encodeCounts(counterOf([p99 * 1000])),
    }),
  );
  const outcome: Pick<RunOutcome, 'stages' | 'timeline' | 'intervals'> = { stages, timeline, intervals };
  return recoveriesOf(outcome)[1] ?? null;
}

test('a stage is recovered from when three seconds on end are at most twice as slow as those before it', () => {
  assert.equal(recoveryOf([10, 10, 500, 400, 100, 20, 19, 15, 10]), 2000);
  assert.equal(recoveryOf([10, 10, 500, 10, 10, 10, 10]), 0);
  assert.equal(recoveryOf([10, 10, 500, 15, 15, 90, 15, 15, 15]), 3000, 'a relapse begins anew');
});

test('two seconds are not enough, and a run that never recovers has no time of recovery', () => {
  assert.equal(recoveryOf([10, 10, 500, 400, 15, 15]), null);
  assert.equal(recoveryOf([10, 10, 500, 400, 300, 200, 100, 50]), null);
});

test('less than five milliseconds more than before are nothing, however many times as slow that is', () => {
  const quick = [stage(0, 2000), stage(2000, 1000), stage(3000, 9000)].map((one) => ({
    ...one,
    latency: { ...one.latency, fanout: counterOf([1000]) },
  }));
  assert.equal(recoveryOf([1, 1, 500, 5.9, 5.9, 5.9], quick), 0);
  assert.equal(recoveryOf([1, 1, 500, 6.2, 5.9, 5.9, 5.9], quick), 1000);
});

test('a second in which nothing comes is no recovery while something is under way', () => {
  assert.equal(recoveryOf([10, 10, 500, null, null, 10, 10, 10]), 2000);
});

test('the seconds are those after the end of the stage, wherever that lies', () => {
  const uneven = [stage(0, 1500), stage(1500, 1200), stage(2700, 9000)];
  assert.equal(recoveryOf([10, 500, 500, 400, 10, 10, 10], uneven), 4000 - 2700);
});

test('without a stage before and one after there is nothing to come back to, or no time for it', () => {
  assert.equal(recoveryOf([10, 10, 10, 10, 10, 10], [stage(0, 0), stage(0, 1000), stage(1000, 9000)]), null);
  assert.equal(recoveryOf([10, 10, 10, 10, 10, 10], [stage(0, 1000), stage(1000, 1000), stage(2000, 0)]), null);
});
