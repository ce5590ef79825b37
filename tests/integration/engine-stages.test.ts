import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRun } from '#dist/engine/main/run.js';
import type { RunOutcome, StageOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport } from '#dist/report/build-report.js';
import { contradictionsIn } from '#dist/report/report-sums.js';
import type { Report } from '#dist/report/report-types.js';
import { measure, planFor, practiceFor, samples } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { reportContext } from '../helpers/report/outcome.js';

/** Sixteen users in four rooms, so that there is something for four workers. */
const CROWD = { users: '16', rooms: '4', roomSize: '4', rate: '100', duration: undefined };

/** A warm-up, a ramp, a silence, a jump and a fall: 10, 30, 0, 60 and 20 messages. */
const STAGES = ['ramp=300ms:200', 'silence=100ms@0', 'spike=200ms@300', '0s:200', 'fall=200ms:0'];
const INTENDED = { 'warm-up': 10, ramp: 30, silence: 0, spike: 60, 'stage 4': 0, fall: 20 };

function reportOf(outcome: RunOutcome): Report {
  return buildReport(outcome, reportContext());
}

function sumOver(stages: readonly StageOutcome[], count: (stage: StageOutcome) => number): number {
  return stages.reduce((sum, stage) => sum + count(stage), 0);
}

for (const workers of [1, 4]) {
  test(`with ${workers} workers every message and every copy belongs to the stage in which it was due, whenever it comes`, async (t) => {
    // Copies are so late that they come in later stages, and in the drain.
    const faults = ['delay=150ms', 'drop=1/13', 'duplicate=1/17'];
    const flags = { ...CROWD, stage: STAGES, warmUp: '100ms', workers: `${workers}`, drain: '1s' };
    const { outcome, truth } = await measure(t, faults, flags, { cpuCount: 8 });
    const { stages, counters, deliveries, latency } = outcome;
    assert.deepEqual(Object.fromEntries(stages.map(({ name, counters: { intended } }) => [name, intended])), INTENDED);
    for (const name of ['intended', 'sent', 'completed', 'received', 'duplicated'] as const)
      assert.equal(
        sumOver(stages, (stage) => stage.counters[name]),
        counters[name],
        name,
      );
    const dropped = truth.faults.find(({ fault }) => fault.startsWith('drop'))?.applied ?? 0;
    assert.ok(dropped > 10);
    assert.equal(
      sumOver(stages, (stage) => stage.deliveries.lost),
      dropped,
    );
    assert.equal(deliveries.lost, dropped);
    assert.deepEqual(
      stages.map((stage) => stage.deliveries.expected),
      stages.map((stage) => stage.counters.sent * 4),
    );
    const [warmUp] = stages;
    assert.equal(
      samples(latency.echo) + samples(latency.fanout),
      deliveries.received - (warmUp?.deliveries.received ?? 0),
    );
    assert.deepEqual(contradictionsIn(reportOf(outcome)), []);
  });
}

test('copies that nobody could get are gone in the stage of their message, and the accounts of all stages add up', async (t) => {
  const { outcome } = await measure(t, ['cut=30%@450ms', 'delay=20ms'], {
    ...CROWD,
    stage: STAGES,
    drain: '1s',
  });
  const { stages, deliveries } = outcome;
  assert.ok(deliveries.receiverGone > 0);
  const bySpike = stages.filter(({ name }) => ['spike', 'fall'].includes(name));
  assert.ok(sumOver(bySpike, (stage) => stage.deliveries.receiverGone) > 0);
  for (const field of ['expected', 'received', 'lost', 'receiverGone'] as const)
    assert.equal(
      sumOver(stages, (stage) => stage.deliveries[field]),
      deliveries[field],
      field,
    );
  assert.deepEqual(contradictionsIn(reportOf(outcome)), []);
});

test('what is due in a warm-up is in the ledger, and in no latency, rate, threshold or grade', async (t) => {
  const server = await practiceFor(t, ['drop=1/3']);
  const plan = await planFor(server.url, { ...CROWD, stage: ['load=200ms@100'], warmUp: '200ms', drain: '300ms' });
  const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
  const report = buildReport(outcome, reportContext({ thresholds: ['lost==0', 'delivered>=1', 'tps>=1'] }));
  const [warmUp, load] = report.stages;
  assert.ok(warmUp !== undefined && load !== undefined);
  assert.equal(report.messages.intended, 40);
  assert.equal(report.deliveries.expected, 160);
  assert.equal(report.latencyMs.delivery.count, load.deliveries.received);
  assert.deepEqual(report.tps, load.tps);
  assert.deepEqual(
    report.thresholds.map(({ actual }) => actual),
    [load.deliveries.lost, load.deliveries.received, load.tps.completed],
  );
  assert.ok(warmUp.deliveries.lost > 0 && load.deliveries.lost < report.deliveries.lost);
  assert.deepEqual(contradictionsIn(report), []);
});

test('a message is asked for in the second in which it is due, to the last one of it', async (t) => {
  const server = await practiceFor(t);
  const stage = ['first=1s@200', 'second=700ms@2000', 'third=300ms@100'];
  const plan = await planFor(server.url, { ...CROWD, stage, workers: '2', drain: '1s' });
  const { timeline, counters } = await startRun(plan, { startWorker: inProcess() }).outcome;
  const intended = timeline.map((row) => row.intended);
  assert.deepEqual(intended.slice(0, 2), [200, 1430]);
  assert.equal(counters.intended, 1630);
});

test('a run that is stopped has told everything of the stages that it reached, and nothing of the others', async (t) => {
  const server = await practiceFor(t);
  const plan = await planFor(server.url, { ...CROWD, stage: ['first=100ms@200', 'second=5s@200', 'third=5s@200'] });
  const run = startRun(plan, { startWorker: inProcess() });
  setTimeout(() => run.stop('SIGINT'), 1200).unref();
  const outcome = await run.outcome;
  const [first, second, third] = reportOf(outcome).stages;
  assert.deepEqual([first?.durationMs, first?.messages.intended], [100, 20]);
  assert.ok((second?.durationMs ?? 0) > 0 && (second?.durationMs ?? 0) < 5000);
  assert.deepEqual([third?.durationMs, third?.messages.intended, third?.tps.sent], [0, 0, 0]);
  assert.deepEqual(contradictionsIn(reportOf(outcome)), []);
});
