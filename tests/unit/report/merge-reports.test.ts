import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { UsageError } from '#dist/core/errors.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import { mergeReports } from '#dist/report/merge/merge-reports.js';
import { parseReport } from '#dist/report/read-report.js';
import type { Report, ReportPlan } from '#dist/report/report-types.js';
import { reportPlanOf } from '#dist/cli/run/report-plan.js';
import type { JsonValue } from '#dist/core/json.js';
import { estimateRun } from '#dist/load/estimate.js';
import {
  canaryOutcome,
  connectOutcome,
  reportContext,
  runOutcome,
  workerOutcome,
} from '../../helpers/report/outcome.js';
import { resolve } from '../../helpers/run/scenario.js';

const schema = JSON.parse(readFileSync('docs/report.schema.json', 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false }).compile(schema);

function reportOf(runId: string, outcome: Parameters<typeof runOutcome>[0] = {}, more: Partial<ReportContext> = {}) {
  return buildReport(runOutcome(outcome), reportContext({ runId, ...more }));
}

function problemOf(...reports: Report[]): string {
  try {
    mergeReports(reports);
  } catch (thrown) {
    if (thrown instanceof UsageError) return thrown.message;
    throw thrown;
  }
  return assert.fail('was not refused');
}

test('a merged report keeps to the schema, and its counts are those of all', () => {
  const merged = mergeReports([reportOf('bbbbbb', { canary: canaryOutcome() }), reportOf('aaaaaa')]);
  assert.ok(validate(JSON.parse(JSON.stringify(merged))), JSON.stringify(validate.errors, null, 2));
  assert.equal(merged.run.id, 'aaaaaa+bbbbbb');
  assert.equal(merged.plan.users, 100);
  assert.equal(merged.plan.rate, 2_000);
  assert.equal(merged.messages.sent, 60_000);
  assert.equal(merged.tps.peakSent, 2_000);
  assert.equal(merged.latencyMs.delivery.count, 300_000);
  assert.equal(merged.generator.workers.length, 4);
  assert.equal(merged.canary?.sent, 300);
  assert.equal(merged.verdict.level, 'VALID');
  assert.ok(merged.findings.some((finding) => /^Merged from 2 runs: aaaaaa .*bbbbbb/.test(finding)));
});

test('the order of the files makes no difference', () => {
  const [one, other] = [reportOf('aaaaaa'), reportOf('bbbbbb', { startedAt: '2026-12-31T23:59:01.000Z' })];
  assert.deepEqual(mergeReports([other, one]), mergeReports([one, other]));
});

test('rooms of one name in different runs are different rooms, and in one run the same', () => {
  const apart = mergeReports([reportOf('aaaaaa'), reportOf('bbbbbb')]).deliveries.byRoom;
  assert.equal(apart.length, 20);
  assert.equal(apart.filter(({ room }) => room.endsWith('(run aaaaaa)')).length, 10);
  const later = { startedAt: '2026-12-31T23:59:01.000Z' };
  const together = mergeReports([reportOf('aaaaaa'), reportOf('aaaaaa', later)]).deliveries.byRoom;
  assert.equal(together.length, 10);
  assert.equal(together[0]?.sent, 6_000);
  assert.equal(together[0]?.members, 5);
});

/** The plan of a real run, with all the fields that there are. */
async function realPlan(): Promise<ReportPlan> {
  const scenario = await resolve({ preset: 'quick' });
  return reportPlanOf(scenario.plan, { scenario, estimate: estimateRun(scenario.plan) });
}

/** Something else of the same type, down to the last field. */
function another(value: JsonValue): JsonValue {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}x`;
  if (value === null) return 'x';
  if (Array.isArray(value)) return [...(value as readonly JsonValue[]), 'x'];
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, another(one)]));
}

test('runs that differ in every field of their plans make a report that is read back', async () => {
  const plan = await realPlan();
  const other = { ...(another(plan) as ReportPlan), kind: 'run' };
  const merged = mergeReports([reportOf('aaaaaa', {}, { plan }), reportOf('bbbbbb', {}, { plan: other })]);
  const text = JSON.stringify(merged);
  assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors, null, 2));
  assert.deepEqual(parseReport(text, 'both.json'), { report: JSON.parse(text) as Report });
  assert.deepEqual(Object.keys(merged.plan).toSorted(), Object.keys(plan).toSorted());
  assert.equal(merged.plan['embedded'], null);
  assert.equal(mergeReports([merged, reportOf('cccccc', {}, { plan })]).plan['embedded'], null);
});

test('of two runs of one plan the plan has the load of both', async () => {
  const plan = await realPlan();
  const merged = mergeReports([reportOf('aaaaaa', {}, { plan }), reportOf('bbbbbb', {}, { plan })]).plan;
  const added = ['usersInRooms', 'memberships', 'messages', 'connections', 'workersStarted', 'ownMemoryBytes'];
  for (const field of [...added, 'users', 'rooms', 'rate', 'workers', 'deliveriesPerSecond'])
    assert.equal(merged[field], 2 * Number(plan[field]), field);
  for (const field of ['fanOut', 'meanRoomMembers', 'drainMs', 'canary', 'theme'])
    assert.deepEqual(merged[field], plan[field], field);
  assert.equal(merged['targetMemoryBytes'], null);
  const { httpConcurrency, connectConcurrency, readConcurrency, ...times } = plan['limits'] as Record<string, number>;
  const both = {
    httpConcurrency: 2 * Number(httpConcurrency),
    connectConcurrency: 2 * Number(connectConcurrency),
    readConcurrency: 2 * Number(readConcurrency),
  };
  assert.deepEqual(merged['limits'], { ...times, ...both });
});

test('merged reports can be merged again', () => {
  const [one, two, three] = ['aaaaaa', 'bbbbbb', 'cccccc'].map((id) => reportOf(id));
  assert.ok(one !== undefined && two !== undefined && three !== undefined);
  const inSteps = mergeReports([mergeReports([one, two]), three]);
  const atOnce = mergeReports([one, two, three]);
  assert.deepEqual({ ...inSteps, findings: [] }, { ...atOnce, findings: [] });
});

test('the verdict is never better than that of the worst run', () => {
  const busy = workerOutcome({ cpuShare: 0.99, peakCpuShare: 1 });
  const merged = mergeReports([reportOf('aaaaaa'), reportOf('bbbbbb', { workers: [busy] })]);
  assert.equal(merged.verdict.level, 'INVALID');
  const few = { intended: 10, sent: 10, completed: 10, received: 50 };
  const tiny = reportOf('cccccc', {
    counters: { ...runOutcome().counters, ...few },
    deliveries: { ...runOutcome().deliveries, expected: 50, received: 50 },
    rooms: [],
    timeline: [],
    intervals: [],
    latency: connectOutcome().latency,
    startedAt: '2026-12-31T23:59:09.000Z',
  });
  assert.equal(tiny.verdict.level, 'SUSPECT');
  const withTiny = mergeReports([reportOf('aaaaaa'), tiny]);
  assert.equal(withTiny.verdict.level, 'SUSPECT');
  assert.match(withTiny.verdict.reasons[0]?.message ?? '', /^run cccccc: /);
  assert.equal(withTiny.grade.level, null);
});

test('the thresholds of all runs are evaluated again, on all of them together', () => {
  const merged = mergeReports([
    reportOf('aaaaaa', {}, { thresholds: ['tps>=1500', 'lost==0'] }),
    reportOf('bbbbbb', {}, { thresholds: ['lost==0', 'users>=100%'] }),
  ]);
  assert.deepEqual(
    merged.thresholds.map(({ expression, passed }) => [expression, passed]),
    [
      ['tps>=1500', true],
      ['lost==0', true],
      ['users>=100%', true],
    ],
  );
});

test('what is not the same in all runs is told', () => {
  const { findings, run, plan } = mergeReports([
    reportOf('aaaaaa'),
    reportOf(
      'bbbbbb',
      { floodStartedAt: '2027-01-01T00:10:00.000Z', interruption: 'SIGINT' },
      { target: 'http://127.0.0.1:5000' },
    ),
  ]);
  assert.ok(findings.some((finding) => finding.includes('did not all overlap')));
  assert.ok(
    findings.some((finding) =>
      finding.includes('differ in their targets: http://127.0.0.1:4000, http://127.0.0.1:5000'),
    ),
  );
  assert.ok(findings.some((finding) => finding.includes('bbbbbb ended before its plan did: SIGINT')));
  assert.equal(run.interruptedBy, 'SIGINT');
  assert.equal(plan.durationMs, 30_000);
});

test('what cannot be added, or would count twice, is refused', () => {
  const connections = buildReport(
    connectOutcome(),
    reportContext({ plan: { ...reportContext().plan, kind: 'connect' } }),
  );
  assert.match(problemOf(reportOf('aaaaaa'), connections), /connection tests have nothing in common/);
  assert.match(problemOf(reportOf('aaaaaa'), reportOf('aaaaaa')), /same report of run aaaaaa/);
  const both = mergeReports([reportOf('aaaaaa'), reportOf('bbbbbb')]);
  assert.match(problemOf(both, reportOf('bbbbbb')), /run bbbbbb is part of a merged report already/);
});

test('alerts of a run that began later stand at their second of the merged time', () => {
  const alerts = [{ rule: 'errors>5%', message: 'Too many.', second: 2, value: 0.07, limit: 0.05 }];
  const late = reportOf('bbbbbb', { floodStartedAt: '2026-12-31T23:59:10.400Z' }, { alerts });
  assert.equal(mergeReports([reportOf('aaaaaa'), late]).alerts[0]?.second, 12);
});
