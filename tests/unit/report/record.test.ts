import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { UsageError } from '#dist/core/errors.js';
import { NdjsonRecord, openRecordFile } from '#dist/live/ndjson.js';
import type { LiveEvent } from '#dist/live/watcher.js';
import { Collector } from '#dist/metrics/collector.js';
import { emptyCounters, emptyGauges, type Snapshot } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { buildReport } from '#dist/report/build-report.js';
import { readReportOrRecord } from '#dist/report/record/rebuild.js';
import { canaryOutcome, reportContext, runOutcome, spreadOf } from '../../helpers/outcome.js';

const STARTED_AT = '2026-12-31T23:59:00.000Z';
const EMPTY = encodeCounts(spreadOf(0, 0, 0));
const COPIES = 400;

/** A second in which a worker sent 100 messages to rooms of four; of `missing` copies nothing has been seen. */
function snapshot(workerIndex: number, second: number, missing = 0): Snapshot {
  return {
    workerIndex,
    phase: 'flood',
    second,
    counters: {
      ...emptyCounters(),
      intended: 100,
      sent: 100,
      completed: 100,
      received: COPIES - missing,
      operations: 100,
    },
    gauges: { ...emptyGauges(), connectionsOpen: 20, missing, inFlight: 8, expected: COPIES * (second + 1) + 8 },
    errors: {},
    latency: {
      echo: encodeCounts(spreadOf(100, 500 + second, 2_000)),
      fanout: encodeCounts(spreadOf(COPIES - 100 - missing, 500, 3_000 + workerIndex)),
      serviceEcho: EMPTY,
      lastReceiver: EMPTY,
    },
    self: {
      observedMs: 1000,
      cpuShare: 0.2,
      cpuWaitShare: 0,
      gcShare: 0.01,
      eventLoopDelay: EMPTY,
      scheduleSlip: encodeCounts(spreadOf(100, 0, 900)),
    },
  };
}

const SNAPSHOTS = [snapshot(0, 0), snapshot(1, 0), snapshot(0, 1), snapshot(1, 1, 3)];
const CONNECTED = { phase: 'connect', total: 40, attempted: 40, succeeded: 40, failed: 0 } as const;
const EVENTS: readonly LiveEvent[] = [
  { type: 'phase-start', phase: 'connect', total: 40 },
  { type: 'phase-end', progress: CONNECTED, durationMs: 80, latency: encodeCounts(spreadOf(40, 1_000, 9_000)) },
  { type: 'phase-start', phase: 'flood', total: 30_000 },
  { type: 'notice', message: 'A line\u2028in a line.' },
  ...SNAPSHOTS.map((one): LiveEvent => ({ type: 'snapshot', role: 'fleet', snapshot: one })),
  { type: 'snapshot', role: 'canary', snapshot: snapshot(-1, 0) },
  { type: 'alert', alert: { rule: 'errors>5%', message: 'Too many.', second: 1, value: 0.07, limit: 0.05 } },
];

let folder = '';
let path = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newyear-load-rebuild-'));
  path = join(folder, 'run.ndjson');
});
after(() => rm(folder, { recursive: true, force: true }));

/** The text of a record, without its last line. */
async function recordOf(events: readonly LiveEvent[], report = buildReport(runOutcome(), reportContext())) {
  const company = { notice: assert.fail, failure: assert.fail };
  const beginning = { context: reportContext(), startedAt: STARTED_AT };
  const record = new NdjsonRecord(path, await openRecordFile(path), beginning, company);
  for (const event of events) record.onEvent(event);
  await record.end(report);
  const text = await readFile(path, 'utf8');
  return { whole: text, killed: text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1), report };
}

async function rebuilt(text: string) {
  await writeFile(path, text);
  return readReportOrRecord(path);
}

async function refusal(text: string): Promise<UsageError> {
  try {
    await rebuilt(text);
  } catch (thrown) {
    if (thrown instanceof UsageError) return thrown;
    throw thrown;
  }
  return assert.fail('was not refused');
}

test('a record of a run that came to its end is exactly its report', async () => {
  const outcome = runOutcome({ canary: canaryOutcome() });
  const { whole, report } = await recordOf(EVENTS, buildReport(outcome, reportContext()));
  assert.deepEqual(await rebuilt(whole), report);
  assert.equal(JSON.stringify(await rebuilt(whole)), JSON.stringify(report));
  assert.deepEqual(await rebuilt(JSON.stringify(report, null, 2)), report);
});

test('of a run that was killed, the snapshots make the same sums as in the run itself', async () => {
  const { killed } = await recordOf(EVENTS);
  const report = await rebuilt(killed);
  const fleet = new Collector();
  for (const one of SNAPSHOTS) fleet.add(one, 2);
  const expected = buildReport(
    { ...runOutcome(), latency: fleet.latency, timeline: fleet.timeline, intervals: fleet.intervals },
    reportContext(),
  );
  assert.deepEqual(report.latencyMs, expected.latencyMs);
  assert.deepEqual(report.histograms.delivery, expected.histograms.delivery);
  assert.deepEqual(report.timeline, expected.timeline);
  assert.deepEqual(report.intervals, expected.intervals);
  assert.equal(report.messages.sent, 400);
  assert.deepEqual([report.run.interruptedBy, report.run.floodMs], ['killed', 2000]);
  assert.deepEqual(
    report.phases.map(({ name, succeeded }) => [name, succeeded]),
    [
      ['connect', 40],
      ['flood', 400],
    ],
  );
  assert.equal(report.connections.opened, 40);
  assert.equal(report.generator.workers.length, 2);
  assert.equal(report.canary?.sent, 100);
  assert.equal(report.alerts.length, 1);
  assert.ok(report.findings.includes('A line\u2028in a line.'));
  assert.ok(report.findings.some((finding) => finding.startsWith('Rebuilt from the record')));
});

test('what was under way when it was killed is not lost, and what later messages had overtaken is', async () => {
  const { killed } = await recordOf(EVENTS);
  const { deliveries, findings } = await rebuilt(killed);
  const { expected, received, lost, receiverGone } = deliveries;
  assert.deepEqual(
    { expected, received, lost, receiverGone },
    { expected: 1600, received: 1597, lost: 3, receiverGone: 0 },
  );
  assert.ok(findings.some((finding) => finding.startsWith('16 copies were under way')));
});

test('after the drain, all that has not come is lost', async () => {
  const phase = { phase: 'drain', total: 0, attempted: 0, succeeded: 0, failed: 0 } as const;
  const { killed } = await recordOf([
    ...EVENTS,
    { type: 'phase-end', progress: phase, durationMs: 5000, latency: EMPTY },
  ]);
  const { expected, received, lost } = (await rebuilt(killed)).deliveries;
  assert.deepEqual([expected, received, lost], [1616, 1597, 19]);
});

test('a record may end anywhere after its first line', async () => {
  const { killed } = await recordOf(EVENTS);
  const first = killed.indexOf('\n') + 1;
  let sent = 0;
  for (let end = first; end <= killed.length; end += 97) {
    const report = await rebuilt(killed.slice(0, end));
    assert.equal(report.run.interruptedBy, 'killed');
    assert.ok(report.messages.sent >= sent, 'what was there before is there still');
    sent = report.messages.sent;
    const isCut = killed[end - 1] !== '\n' && killed[end] !== '\n';
    const says = report.findings.some((finding) => finding.includes('in the middle of a line'));
    assert.equal(says, isCut, `at ${end}`);
  }
});

test('a gap in the record is told', async () => {
  const { killed } = await recordOf(EVENTS);
  const { findings } = await rebuilt(`${killed}{"type":"gap","lines":7,"elapsedMs":2100}\n`);
  assert.ok(findings.some((finding) => finding.startsWith('7 lines are missing')));
});

test('a line of a kind that is not known is nothing wrong', async () => {
  const { killed } = await recordOf(EVENTS);
  assert.equal((await rebuilt(`${killed}{"type":"fireworks"}\n{"type":"notice","message":"x"}\n`)).messages.sent, 400);
});

test('a damaged line in the middle is refused with its number, and how to use what comes before', async () => {
  const lines = (await recordOf(EVENTS)).killed.split('\n');
  for (const damage of [
    '\u0000\u0000',
    '7',
    '{"type":',
    '{}',
    '{"type":"snapshot","phase":"flood"}',
    '{"type":"phase-end"}',
  ]) {
    const error = await refusal(lines.with(4, damage).join('\n'));
    assert.equal(error.problems[0]?.where, `${path}:5`);
    assert.match(error.hint ?? '', /head -n 4 /);
  }
});

test('a file that is no record, of another version, or of a run that could not begin is refused', async () => {
  const { killed } = await recordOf(EVENTS);
  assert.match((await refusal('')).message, /is no JSON/);
  assert.match((await refusal('{"type":"run"}\n')).message, /schema "undefined".*record@1/);
  assert.match((await refusal(killed.replace('record@1', 'record@2'))).message, /schema "newyear-load\/record@2"/);
  assert.match((await refusal(killed.replace('"plan":', '"plane":'))).message, /does not say what was run/);
  assert.match((await refusal(`${killed}{"type":"end","elapsedMs":5}\n`)).message, /nothing was measured/);
  assert.match((await refusal(`${killed}{"type":"report","report":{"schema":"x"}}\n`)).message, /of schema "x"/);
});
