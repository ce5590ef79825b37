import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { startRun } from '#dist/engine/main/run.js';
import { checkThreshold } from '#dist/judgement/thresholds.js';
import type { RunPlan } from '#dist/core/plan.js';
import { buildReport } from '#dist/report/build-report.js';
import type { ReadsReport, Report } from '#dist/report/report-types.js';
import { contradictionsIn } from '#dist/report/report-sums.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { reportContext } from '../helpers/report/outcome.js';
import { planFor, practiceFor } from '../helpers/run/engine-run.js';
import { dialectFile } from '../helpers/wire/plain-chat.js';
import { READ_CHAT_DIALECT, type ReadChat, readChat, type ReadChatOptions } from '../helpers/wire/read-chat.js';

const FLAGS: FlagValues = { duration: '1s', rate: '150', readRate: '100' };

interface ReadRun {
  readonly chat: ReadChat;
  readonly report: Report;
  readonly reads: ReadsReport;
}

async function reportOf(plan: RunPlan, thresholds: readonly string[] = []): Promise<Report> {
  const outcome = await startRun(plan).outcome;
  const report = buildReport(outcome, { ...reportContext(), thresholds });
  assert.deepEqual(contradictionsIn(report), []);
  return report;
}

async function readBeside(
  t: TestContext,
  options: ReadChatOptions,
  limits: Partial<RunPlan['limits']> = {},
  thresholds: readonly string[] = [],
): Promise<ReadRun> {
  const chat = await readChat(t, options);
  const plan = await planFor(chat.url, { ...FLAGS, dialect: await dialectFile(t, READ_CHAT_DIALECT) });
  const report = await reportOf({ ...plan, limits: { ...plan.limits, ...limits } }, thresholds);
  assert.ok(report.reads !== null);
  return { chat, report, reads: report.reads };
}

test('a history that holds what was delivered is never behind, and every read of the schedule is sent and answered', async (t) => {
  const { chat, reads, report } = await readBeside(t, {}, {}, ['staleness<1ms', 'readErrors==0', 'p50(read)<10s']);
  assert.deepEqual([reads.intended, reads.sent, reads.answered, reads.judged, chat.reads], [100, 100, 100, 100, 100]);
  assert.deepEqual([reads.failed, reads.unanswered, reads.unsent, reads.stale, reads.stalenessMs.max], [0, 0, 0, 0, 0]);
  assert.equal(reads.latencyMs.count, 100);
  assert.deepEqual(report.errors.byKind, {});
  assert.deepEqual(
    report.thresholds.map(({ passed }) => passed),
    [true, true, true],
  );
  assert.equal(report.deliveries.lost, 0);
});

test('a cache of 400 ms is told as behind by its age: never more, and less by no more than 100 ms', async (t) => {
  const { chat, reads, report } = await readBeside(t, { cacheMs: 400 }, {}, ['staleness<100ms']);
  const told = reads.stalenessMs.max ?? 0;
  assert.ok(told <= chat.oldestMs + 1, `${told} of ${chat.oldestMs}`);
  assert.ok(told >= chat.oldestMs - 100, `${told} of ${chat.oldestMs}`);
  assert.ok(reads.stale > 40, String(reads.stale));
  assert.deepEqual(
    report.thresholds.map(({ passed }) => passed),
    [false],
  );
  assert.ok(report.findings.some((finding) => finding.includes('lacked messages that had been delivered')));
});

test('a read that waits for its turn counts from its planned moment, and what never left is told', async (t) => {
  const { chat, reads, report } = await readBeside(t, { delayMs: 250 }, { readConcurrency: 4 }, ['readErrors<10%']);
  assert.equal(reads.intended, 100);
  assert.equal(reads.unsent, 100 - chat.reads);
  assert.ok(reads.unsent > 50, String(reads.unsent));
  assert.equal(reads.answered, reads.sent);
  // The last ones had waited for most of the second before they were sent.
  assert.ok((reads.latencyMs.max ?? 0) > 600, String(reads.latencyMs.max));
  assert.ok(report.findings.some((finding) => finding.includes('reads never left')));
  assert.deepEqual(
    report.thresholds.map(({ passed }) => passed),
    [false],
  );
});

test('reads that fail are errors of their kind, and in no latency', async (t) => {
  const { chat, reads, report } = await readBeside(t, { failEvery: 3 });
  assert.equal(reads.failed, chat.failures);
  assert.deepEqual(report.errors.byKind, { 'server.http-500': 33 });
  assert.deepEqual([reads.answered, reads.latencyMs.count], [67, 67]);
});

test('what has no answer at the end of the drain is neither waited for nor forgotten', async (t) => {
  const chat = await readChat(t, { delayMs: 5000 });
  const dialect = await dialectFile(t, READ_CHAT_DIALECT);
  const flags = { ...FLAGS, dialect, readRate: '10', duration: '500ms', drain: '300ms' };
  const { reads, errors } = await reportOf(await planFor(chat.url, flags));
  assert.deepEqual([reads?.sent, reads?.unanswered, reads?.answered], [5, 5, 0]);
  assert.deepEqual(errors.byKind, {});
});

test('the MiniTalk history is read from a moment on, by two workers, and is as new as what was delivered', async (t) => {
  const server = await practiceFor(t);
  const plan = await planFor(server.url, { ...FLAGS, workers: '2' }, { cpuCount: 4 });
  const { reads } = await reportOf(plan);
  assert.deepEqual([reads?.intended, reads?.answered, reads?.judged, reads?.stale], [100, 100, 100, 0]);
});

test('thresholds on reads are of the whole run, and a run without reads has nothing to judge by', async () => {
  assert.equal(checkThreshold('p95(read)<100ms'), undefined);
  assert.equal(checkThreshold('staleness<1s'), undefined);
  assert.match(checkThreshold('p95(read)@spike<100ms', ['spike']) ?? '', /whole run/);
});

test('a dialect that does not say what to read is a problem of --read-rate', async (t) => {
  const { http: _, ...silent } = READ_CHAT_DIALECT;
  const dialect = await dialectFile(t, silent);
  await assert.rejects(planFor('http://127.0.0.1:4000', { ...FLAGS, dialect }), /http\.read/);
});
