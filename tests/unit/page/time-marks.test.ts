import assert from 'node:assert/strict';
import test from 'node:test';
import type { Stage } from '#dist/core/stages.js';
import { livelyReport } from '../../helpers/report/lively.js';
import { marksOf, plannedCorners } from '#dist/page/charts/time-marks.js';
import { pageDataOf } from '#dist/report/page/page-data.js';
import { stagedReport } from '../../helpers/report/staged-report.js';

const THRESHOLDS = ['p99(delivery)<250ms', 'p99(delivery@spike)<20ms', 'tps>=900', 'lost==0', 'recovery@spike<3s'];
const data = pageDataOf(stagedReport({ thresholds: THRESHOLDS }));

test('stages are bands in seconds; one of no time is none', () => {
  assert.deepEqual(
    marksOf(data).bands.map(({ name, from, to, isMeasured }) => [name, from, to, isMeasured]),
    [
      ['warm-up', 0, 5, false],
      ['before', 5, 15, true],
      ['spike', 15, 18, true],
      ['after', 18, 30, true],
    ],
  );
  const jump: Stage = { name: 'jump', durationMs: 0, from: 0, to: 5, measured: true };
  const plan = { ...data.plan, stages: [jump, ...data.plan.stages] };
  assert.equal(marksOf({ ...data, plan }).bands.length, 4);
});

test('the plan has a corner at both ends of every stage, so that a jump is upright', () => {
  assert.deepEqual(plannedCorners(data.plan.stages).slice(2, 6), [
    [5, 1000],
    [15, 1000],
    [15, 2000],
    [18, 2000],
  ]);
});

test('the time until things were back is marked where the load fell, and to the end when they never were', () => {
  assert.deepEqual(marksOf(data).recoveries, [{ from: 18, to: 20, isOver: true, text: 'back after 2.0 s' }]);
  const stages = data.stages.map((stage) => ({ ...stage, recoveryMs: 'never' as const }));
  assert.deepEqual(marksOf({ ...data, stages }).recoveries, [{ from: 18, to: 30, isOver: false, text: 'not back' }]);
});

test('thresholds of times and of throughput are lines, over the stage that they are of; no other is', () => {
  assert.deepEqual(
    marksOf(data).limits.map(({ chart, value, band, tone }) => [chart, value, band?.name, tone]),
    [
      ['latency', 250, undefined, 'good'],
      ['latency', 20, 'spike', 'bad'],
      ['messages', 900, undefined, 'good'],
    ],
  );
});

test('storms are marked when they came', () => {
  assert.deepEqual(marksOf(data).storms, []);
  assert.deepEqual(marksOf(pageDataOf(livelyReport())).storms, [20]);
});
