import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import type { LiveEvent } from '#dist/live/watcher.js';
import { emptyStageCounters, emptyStageGauges, type Snapshot } from '#dist/metrics/snapshot.js';
import { buildReport } from '#dist/report/build-report.js';
import { mergeReports } from '#dist/report/merge/merge-reports.js';
import { contextOf, outcomeOf } from '#dist/report/outcome-of.js';
import { readReportOrRecord } from '#dist/report/record/rebuild.js';
import { contradictionsIn } from '#dist/report/report-sums.js';
import type { Report } from '#dist/report/report-types.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { recordOf, SNAPSHOTS } from '../../helpers/report/record.js';
import { SPIKE, stagedReport } from '../../helpers/report/staged-report.js';

const THRESHOLDS = ['p99(delivery@spike)<20ms', 'recovery@spike<10s', 'lost@warm-up==0', 'lost==0'];

test('a report with stages that is taken apart and built again is the same report', () => {
  const report = JSON.parse(JSON.stringify(stagedReport({ thresholds: THRESHOLDS }))) as Report;
  assert.deepEqual(buildReport(outcomeOf(report), contextOf(report)), report);
  assert.deepEqual(contradictionsIn(report), []);
});

test('runs with the same stages make one with these, in which everything has added up', () => {
  const reports = ['aaaaaa', 'bbbbbb'].map((runId) => stagedReport({ runId, thresholds: THRESHOLDS }));
  const merged = mergeReports(reports);
  assert.deepEqual(
    merged.stages.map(({ name, startMs, durationMs, measured, plannedTo }) => [
      name,
      startMs,
      durationMs,
      measured,
      plannedTo,
    ]),
    [
      ['warm-up', 0, 5000, false, 2000],
      ['before', 5000, 10_000, true, 2000],
      ['spike', 15_000, 3000, true, 4000],
      ['after', 18_000, 12_000, true, 2000],
    ],
  );
  const spike = merged.stages[2];
  assert.deepEqual([spike?.messages.sent, spike?.deliveries.lost, spike?.recoveryMs], [12_000, 24, 2000]);
  assert.deepEqual(
    merged.plan.stages?.map(({ to }) => to),
    [2000, 2000, 4000, 2000],
  );
  assert.deepEqual(
    merged.thresholds.map(({ actual, passed }) => [Math.round(actual ?? 0), passed]),
    [
      [60, false],
      [2000, true],
      [14, false],
      [24, false],
    ],
  );
});

test('runs with other stages have none together, which is said', () => {
  const [first, other] = [
    stagedReport({ runId: 'aaaaaa' }),
    buildReport(runOutcome(), reportContext({ runId: 'bbbbbb' })),
  ];
  const merged = mergeReports([first, other]);
  assert.deepEqual([merged.stages, merged.plan.stages], [[], []]);
  assert.ok(
    merged.findings.some((finding) => /^They differ in their stages: "warm-up at 0 s, .*, none\.$/.test(finding)),
  );
  assert.throws(
    () => mergeReports([stagedReport({ thresholds: THRESHOLDS }), other]),
    /cannot be evaluated: there is no stage "spike"/,
  );
});

/** The same second, all of which was due in one stage. */
function inStage(snapshot: Snapshot, stage: number): Snapshot {
  const { counters, gauges, errors, latency } = snapshot;
  const { intended, sent, completed, received } = counters;
  const part = {
    stage,
    counters: { ...emptyStageCounters(), intended, sent, completed, received },
    gauges: { ...emptyStageGauges(), expected: received + gauges.missing, missing: gauges.missing },
    errors,
    latency,
  };
  return { ...snapshot, stage, stages: [part] };
}

test('of a run that was killed every stage is told as far as it came, and they add up', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'newyear-load-stages-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const stages = SPIKE.slice(0, 3).map((stage) => ({ ...stage, durationMs: 1000 }));
  const context = reportContext({
    plan: { ...reportContext().plan, stages },
    thresholds: ['lost@spike==0'],
  });
  const events = SNAPSHOTS.map(
    (one): LiveEvent => ({ type: 'snapshot', role: 'fleet', snapshot: inStage(one, one.second) }),
  );
  const begin: LiveEvent = { type: 'phase-start', phase: 'flood', total: 3000 };
  const { killed } = await recordOf(join(folder, 'run.ndjson'), [begin, ...events], undefined, context);
  await writeFile(join(folder, 'killed.ndjson'), killed);
  const report = await readReportOrRecord(join(folder, 'killed.ndjson'));
  assert.deepEqual(
    report.stages.map(({ name, durationMs, messages, deliveries }) => [
      name,
      durationMs,
      messages.sent,
      deliveries.lost,
    ]),
    [
      ['warm-up', 1000, 200, 0],
      ['before', 1000, 200, 3],
      ['spike', 0, 0, 0],
    ],
  );
  assert.equal(report.latencyMs.delivery.count, report.stages[1]?.deliveries.received);
  assert.deepEqual(
    report.thresholds.map(({ actual, passed }) => [actual, passed]),
    [[null, false]],
  );
  assert.ok(report.findings.includes('"spike" was not reached.'));
  assert.deepEqual(contradictionsIn(report), []);
});
