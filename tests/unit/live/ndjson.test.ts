import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { NdjsonRecord, openRecordFile } from '#dist/live/ndjson.js';
import type { LiveEvent, RunBeginning } from '#dist/live/watcher.js';
import { emptyCounters, emptyGauges, type Snapshot } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { buildReport } from '#dist/report/build-report.js';
import { snapshotFromJson, snapshotToJson } from '#dist/metrics/snapshot-json.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { counterOf } from '../../helpers/report/spread.js';

const BEGINNING: RunBeginning = { context: reportContext(), startedAt: '2026-12-31T23:59:00.000Z' };
const COUNTS = encodeCounts(counterOf([1, 2, 2, 900, 70_000]));
const SNAPSHOT: Snapshot = {
  workerIndex: 1,
  phase: 'flood',
  second: 7,
  counters: { ...emptyCounters(), sent: 5, received: 25 },
  gauges: { ...emptyGauges(), connectionsOpen: 12, inFlight: 3 },
  errors: { 'network.closed': 2 },
  reasons: [],
  latency: { echo: COUNTS, fanout: COUNTS, serviceEcho: COUNTS, lastReceiver: new Uint8Array([0, 0]), ack: COUNTS },
  stages: [],
  stage: -1,
  self: {
    observedMs: 1000.5,
    cpuShare: 0.25,
    cpuWaitShare: 0.01,
    gcShare: 0.002,
    eventLoopDelay: COUNTS,
    scheduleSlip: COUNTS,
  },
};

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newyear-load-record-'));
});
after(() => rm(folder, { recursive: true, force: true }));

interface Told {
  readonly notices: string[];
  readonly failures: string[];
}

async function recordAt(path: string): Promise<{ record: NdjsonRecord; told: Told }> {
  const told: Told = { notices: [], failures: [] };
  const record = new NdjsonRecord(path, await openRecordFile(path), BEGINNING, {
    notice: (message) => {
      told.notices.push(message);
      record.onEvent({ type: 'notice', message });
    },
    failure: (message) => told.failures.push(message),
  });
  return { record, told };
}

async function linesOf(path: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(path, 'utf8');
  assert.ok(text.endsWith('\n'));
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a snapshot is the same again after its way through a line of text', () => {
  const text = JSON.stringify(snapshotToJson(SNAPSHOT));
  assert.deepEqual(snapshotFromJson(JSON.parse(text)), SNAPSHOT);
});

test('what is no snapshot is not taken for one, and a number that is not there is 0', () => {
  for (const json of [null, 7, [], {}, { ...snapshotToJson(SNAPSHOT), phase: 'party' }])
    assert.equal(snapshotFromJson(json), 'is a snapshot without its phase, second, worker, latency or self');
  const older = snapshotFromJson({ ...snapshotToJson(SNAPSHOT), counters: { received: 4 } });
  assert.ok(typeof older === 'object');
  assert.deepEqual(older.counters, { ...emptyCounters(), received: 4 });
});

test('a record begins with the run, tells what happens, and ends with the report', async () => {
  const path = join(folder, 'run.ndjson');
  const { record, told } = await recordAt(path);
  const progress = { phase: 'register', total: 30, attempted: 3, succeeded: 2, failed: 1 } as const;
  const events: LiveEvent[] = [
    { type: 'phase-start', phase: 'register', total: 30 },
    { type: 'phase-progress', progress },
    { type: 'phase-progress', progress: { ...progress, attempted: 4 } },
    { type: 'phase-end', progress, durationMs: 120, latency: COUNTS },
    { type: 'snapshot', role: 'canary', snapshot: SNAPSHOT },
    { type: 'notice', message: 'Something was noticed.' },
    { type: 'alert', alert: { rule: 'errors>5%', message: 'Too many.', second: 3, value: 0.07, limit: 0.05 } },
  ];
  for (const event of events) record.onEvent(event);
  const report = buildReport(runOutcome(), reportContext());
  await record.end(report);
  const [first, ...lines] = await linesOf(path);
  assert.deepEqual(first, { type: 'run', schema: 'newyear-load/record@1', ...BEGINNING });
  assert.deepEqual(
    lines.map(({ type }) => type),
    ['phase-start', 'phase-progress', 'phase-end', 'snapshot', 'notice', 'alert', 'report'],
  );
  assert.deepEqual(snapshotFromJson(lines[3]), SNAPSHOT);
  assert.deepEqual(lines.at(-1)?.['report'], JSON.parse(JSON.stringify(report)));
  for (const { elapsedMs } of lines.slice(0, -1)) assert.equal(typeof elapsedMs, 'number');
  assert.deepEqual(told, { notices: [], failures: [] });
});

test('a run of which nothing was measured ends with a line that says so', async () => {
  const path = join(folder, 'nothing.ndjson');
  const { record } = await recordAt(path);
  await record.end(undefined);
  assert.equal((await linesOf(path)).at(-1)?.['type'], 'end');
});

test('a full disk is one notice and one failure', {
  skip: process.platform !== 'linux' && 'no /dev/full',
}, async () => {
  const { record, told } = await recordAt('/dev/full');
  for (let second = 0; second < 5; second++) {
    record.onEvent({ type: 'snapshot', role: 'fleet', snapshot: { ...SNAPSHOT, second } });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await record.end(buildReport(runOutcome(), reportContext()));
  assert.equal(told.notices.length, 1);
  assert.match(told.notices[0] ?? '', /run goes on: \/dev\/full cannot be written: .*ENOSPC/);
  assert.equal(told.failures.length, 1);
});
