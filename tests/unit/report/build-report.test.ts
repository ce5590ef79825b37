import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { UsageError } from '#dist/core/errors.js';
import type { AuditOutcome } from '#dist/metrics/audit-outcome.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { emptyCounters } from '#dist/metrics/snapshot.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import {
  auditOutcome,
  canaryOutcome,
  connectOutcome,
  reportContext,
  runOutcome,
} from '../../helpers/report/outcome.js';

const schema = JSON.parse(readFileSync('docs/report.schema.json', 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false }).compile(schema);

/** Builds a report, and holds what a reader of its file gets against the schema. */
function reportOf(outcome: RunOutcome, context: Partial<ReportContext> = {}): Report {
  const report = buildReport(outcome, reportContext(context));
  assert.ok(validate(JSON.parse(JSON.stringify(report))), JSON.stringify(validate.errors, null, 2));
  return report;
}

const AUDIT: AuditOutcome = auditOutcome({
  usersFound: 48,
  usersNotCheckable: 1,
  messagesExpected: 3_000,
  messagesFound: 2_990,
  messagesFoundLate: 40,
  foundLateMs: 4_900,
  byRoom: [{ room: 'one', expected: 3_000, found: 2_990, foundLate: 40, notCheckable: 0, missingSinceSecond: 12 }],
  missingBySecond: [{ second: 12, missing: 10 }],
  missingUsers: [{ user: 'ny-x-u1', batch: 2, signedUpMs: 1_200 }],
  missingMessages: [{ room: 'one', number: 2_990, sender: 'ny-x-u3', second: 12 }],
});

test('the report of a run, with and without canary and audit, keeps to the schema', () => {
  reportOf(runOutcome());
  reportOf(runOutcome({ canary: canaryOutcome(), audit: AUDIT, findings: ['The server does not echo.'] }));
  reportOf(runOutcome({ canary: canaryOutcome({ echoToSender: null }) }), { preset: 'extreme' });
});

test('the report of a connection test keeps to the schema and invents nothing', () => {
  const report = reportOf(connectOutcome());
  assert.equal(report.generator.cpuShare, null);
  assert.equal(report.generator.cpuSecondsPerMillionMessages, null);
  assert.equal(report.latencyMs.delivery.p50, null);
  assert.equal(report.tps.completed, 0);
  assert.equal(report.verdict.level, 'VALID');
  assert.equal(report.grade.level, null);
  assert.equal(decodeFromCompressedBase64(report.histograms.delivery).totalCount, 0);
});

test('the schema takes nothing that it does not name, and misses nothing that it does', () => {
  const report = buildReport(runOutcome({ canary: canaryOutcome() }), reportContext());
  assert.equal(validate({ ...report, surprise: 1 }), false);
  assert.equal(validate({ ...report, messages: { ...report.messages, surprise: 1 } }), false);
  for (const field of Object.keys(report)) {
    const without = Object.fromEntries(Object.entries(report).filter(([name]) => name !== field));
    assert.equal(validate(without), false, `${field} is not required`);
  }
  assert.equal(
    validate({ ...report, plan: { ...report.plan, drainMs: 5_000 } }),
    true,
    'the plan has fields of its own',
  );
});

test('the sections stand in the order of the contract', () => {
  assert.deepEqual(Object.keys(reportOf(runOutcome())), [
    'schema',
    'tool',
    'host',
    'run',
    'plan',
    'phases',
    'messages',
    'deliveries',
    'acks',
    'latencyMs',
    'tps',
    'errors',
    'connections',
    'generator',
    'canary',
    'verdict',
    'audit',
    'thresholds',
    'grade',
    'timeline',
    'histograms',
    'findings',
    'alerts',
    'intervals',
    'stages',
    'course',
    'entrances',
    'server',
    'storms',
    'sessions',
    'slowReaders',
    'reads',
  ]);
});

test('unsent is what was intended and not sent', () => {
  const counters = { ...runOutcome().counters, intended: 1_000, sent: 970 };
  assert.equal(reportOf(runOutcome({ counters })).messages.unsent, 30);
});

test('rates are over the flood, peaks those of the best second', () => {
  const timeline = runOutcome().timeline.map((second, index) =>
    index === 7 ? { ...second, sent: 1_111, delivered: 5_555 } : second,
  );
  const { tps } = reportOf(runOutcome({ timeline, floodMs: 15_000 }));
  assert.deepEqual(tps, {
    intended: 2_000,
    sent: 2_000,
    completed: 2_000,
    delivered: 10_000,
    peakSent: 1_111,
    peakDelivered: 5_555,
  });
});

test('the sums of the ledger add up in total and in every room', () => {
  const { deliveries } = reportOf(runOutcome());
  for (const sums of [deliveries, ...deliveries.byRoom]) {
    assert.equal(sums.expected, sums.received + sums.lost + sums.receiverGone);
  }
});

test('the share of errors is of all operations and never above 1', () => {
  const counters = { ...emptyCounters(), operations: 200 };
  assert.equal(reportOf(runOutcome({ counters, errors: { 'server.http-500': 3 } })).errors.share, 0.015);
  assert.equal(reportOf(runOutcome({ counters, errors: { 'network.closed': 900 } })).errors.share, 1);
  assert.equal(reportOf(runOutcome({ counters: emptyCounters(), errors: {} })).errors.share, 0);
  assert.deepEqual(reportOf(runOutcome({ errors: { 'network.closed': 2 } })).errors.byKind, { 'network.closed': 2 });
});

test('an interrupted run says so, and by what', () => {
  const { run } = reportOf(runOutcome({ interruption: 'SIGINT' }));
  assert.deepEqual([run.interrupted, run.interruptedBy], [true, 'SIGINT']);
  const whole = reportOf(runOutcome()).run;
  assert.deepEqual([whole.interrupted, whole.interruptedBy], [false, null]);
});

test('the cost of a million messages counts those sent and those received', () => {
  const outcome = runOutcome({ cpuSeconds: 9 });
  assert.equal(reportOf(outcome).generator.cpuSecondsPerMillionMessages, 9 / 0.18);
});

test('every second has its histograms, every phase and every worker theirs', () => {
  const report = reportOf(runOutcome());
  const countOfText = (text: string): number => decodeFromCompressedBase64(text).totalCount;
  assert.equal(report.intervals.length, report.timeline.length);
  assert.deepEqual(
    report.intervals.slice(0, 2).map(({ second, echo, fanout }) => [second, countOfText(echo), countOfText(fanout)]),
    [
      [0, 1_000, 4_000],
      [1, 1_000, 4_000],
    ],
  );
  for (const { histogram, latencyMs } of report.phases) assert.equal(countOfText(histogram), latencyMs.count);
  assert.deepEqual(
    report.generator.workers.map(({ histograms }) => countOfText(histograms.scheduleSlip)),
    [15_000, 15_000],
  );
});

test('the observers have histograms where there were observers', () => {
  const canary = canaryOutcome();
  assert.equal(reportOf(runOutcome()).histograms.canaryFanout, null);
  const { canaryFanout } = reportOf(runOutcome({ canary })).histograms;
  assert.equal(decodeFromCompressedBase64(canaryFanout ?? '').totalCount, 300);
});

test('the report of an hour is computed within seconds', () => {
  const [row, interval] = [runOutcome().timeline[0], runOutcome().intervals[0]];
  assert.ok(row !== undefined && interval !== undefined);
  const seconds = Array.from({ length: 3_600 }, (_, second) => second);
  const outcome = runOutcome({
    timeline: seconds.map((second) => ({ ...row, second })),
    intervals: seconds.map((second) => ({ ...interval, second })),
  });
  const startedAt = performance.now();
  assert.equal(buildReport(outcome, reportContext()).intervals.length, 3_600);
  assert.ok(performance.now() - startedAt < 10_000);
});

test('histograms hold the samples of their latency', () => {
  const { histograms, latencyMs } = reportOf(runOutcome());
  for (const name of ['delivery', 'echo', 'fanout'] as const) {
    const decoded = decodeFromCompressedBase64(histograms[name]);
    assert.equal(decoded.totalCount, latencyMs[name].count);
    assert.equal(decoded.getValueAtPercentile(99) / 1000, latencyMs[name].p99);
  }
});

test('thresholds are evaluated in the order given', () => {
  const { thresholds } = reportOf(runOutcome(), { thresholds: ['lost==0', 'p99(delivery)<1ms', 'users>=100%'] });
  assert.deepEqual(
    thresholds.map(({ expression, passed }) => [expression, passed]),
    [
      ['lost==0', true],
      ['p99(delivery)<1ms', false],
      ['users>=100%', true],
    ],
  );
  assert.throws(() => buildReport(runOutcome(), reportContext({ thresholds: ['nonsense'] })), UsageError);
});

test('a healthy run of 1,000 messages/s within 2.5 ms is Bronze, and one that lost a delivery is not', () => {
  assert.equal(reportOf(runOutcome()).grade.level, 'Bronze');
  const deliveries = { ...runOutcome().deliveries, received: 149_999, lost: 1 };
  assert.equal(reportOf(runOutcome({ deliveries })).grade.level, null);
});

test('the phases, rooms, seconds and workers are all there', () => {
  const outcome = runOutcome({ audit: AUDIT });
  const report = reportOf(outcome);
  assert.deepEqual(
    report.phases.map(({ name }) => name),
    outcome.phases.map(({ name }) => name),
  );
  assert.equal(report.phases.find(({ name }) => name === 'flood')?.ratePerSecond, 1_000);
  assert.equal(report.phases.find(({ name }) => name === 'drain')?.ratePerSecond, 0);
  assert.equal(report.deliveries.byRoom.length, outcome.rooms.length);
  assert.equal(report.timeline.length, outcome.timeline.length);
  assert.equal(report.generator.workers.length, outcome.workers.length);
  assert.deepEqual(report.audit, { performed: true, ...AUDIT });
});

test('building a report twice from the same outcome gives the same report', () => {
  const outcome = runOutcome({ canary: canaryOutcome() });
  assert.deepEqual(reportOf(outcome), reportOf(outcome));
});

/** Every property name anywhere in a JSON Schema. */
function namesIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    key === 'properties' && typeof value === 'object' && value !== null
      ? [...Object.keys(value), ...namesIn(Object.values(value))]
      : namesIn(value),
  );
}

test('the documentation explains every field of the schema', () => {
  const page = ['docs/report.md', 'docs/compare.md'].map((file) => readFileSync(file, 'utf8')).join('\n');
  const names = new Set(namesIn(schema));
  assert.ok(names.size > 80);
  for (const name of names) assert.match(page, new RegExp(`[\\x60.]${name}\\b`), `the docs lack ${name}`);
});
