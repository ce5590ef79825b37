import assert from 'node:assert/strict';
import test from 'node:test';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { Timeline } from '#dist/metrics/timeline.js';
import { mergeTimelines } from '#dist/report/merge/merge-timeline.js';
import { snapshotOf } from '../../helpers/report/live-second.js';
import { runOutcome } from '../../helpers/report/outcome.js';
import { counterOf } from '../../helpers/report/spread.js';

test('the largest slip of a second is told, however few messages it had', () => {
  const timeline = new Timeline();
  const { self } = snapshotOf(0);
  timeline.add(snapshotOf(0, { self: { ...self, scheduleSlip: encodeCounts(counterOf([100, 1_500, 900])) } }), 1);
  timeline.add(snapshotOf(1), 1);
  assert.deepEqual(
    timeline.rows.map(({ slipP99Ms, slipMaxMs }) => [slipP99Ms, slipMaxMs]),
    [
      [null, 1.5],
      [null, null],
    ],
  );
});

test('the largest slip of several generators is that of the one that was latest', () => {
  const slow = runOutcome();
  const fast = {
    ...slow,
    timeline: slow.timeline.map((row) => ({ ...row, slipMaxMs: row.second === 3 ? null : 0.4 })),
  };
  const { timeline } = mergeTimelines([fast, slow]);
  assert.ok(timeline.every(({ slipMaxMs, slipP99Ms }) => slipMaxMs === 1.9 && slipP99Ms === null));
});
