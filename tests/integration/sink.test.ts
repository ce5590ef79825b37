import assert from 'node:assert/strict';
import test from 'node:test';
import { startRun } from '#dist/engine/main/run.js';
import { startSink } from '#dist/practice/sink/sink.js';
import { SINK_DIALECT } from '#dist/practice/sink/sink-dialect.js';
import { contradictions, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';

test('the sink hands every message on to everybody in its room, once and in order', async (t) => {
  const sink = await startSink();
  t.after(() => sink.close());
  const plan = {
    ...(await planFor(sink.url, { rate: '2000', duration: '500ms', canary: true })),
    dialect: SINK_DIALECT,
  };
  const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
  const { expected, received, duplicated, reordered } = outcome.deliveries;
  assert.deepEqual([expected, received, duplicated, reordered], [4000, 4000, 0, 0]);
  assert.deepEqual(contradictions(outcome), []);
});
