import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveViewOf } from '#dist/engine/main/live-view.js';
import { Collector } from '#dist/metrics/collector.js';
import { liveSecond } from '../../../helpers/report/live-second.js';
import { SPIKE } from '../../../helpers/report/staged-report.js';

test('a second says which stage goes on at its end, and how far that is', () => {
  const plan = { durationMs: 30_000, stages: SPIKE };
  const memory = { rssBytes: 1, memoryShare: 0.1 };
  const stageAt = (elapsedMs: number, phase: 'flood' | 'drain' = 'flood'): (string | number)[] | null => {
    const { stage } = liveViewOf(new Collector(), liveSecond({ elapsedMs }), phase, plan, memory);
    return stage === null ? null : [stage.name, stage.place, stage.of, stage.elapsedMs, stage.durationMs];
  };
  assert.deepEqual(stageAt(1000), ['warm-up', 1, 4, 1000, 5000]);
  assert.deepEqual(stageAt(15_000), ['spike', 3, 4, 0, 3000]);
  assert.deepEqual(stageAt(17_500), ['spike', 3, 4, 2500, 3000]);
  assert.equal(stageAt(30_000), null);
  assert.equal(stageAt(31_000, 'drain'), null);
});
