import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { LiveEvent } from '#dist/live/watcher.js';
import type { PeopleSummary } from '#dist/metrics/people.js';
import { snapshotFromJson, snapshotToJson } from '#dist/metrics/snapshot-json.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { readReportOrRecord } from '#dist/report/record/rebuild.js';
import { contradictionsIn } from '#dist/report/report-sums.js';
import { reportContext } from '../../helpers/report/outcome.js';
import { recordOf, SNAPSHOTS } from '../../helpers/report/record.js';
import { counterOf } from '../../helpers/report/spread.js';

const STORM = { atMs: 500, share: 0.5, offlineMs: 200, how: 'close', back: 'backoff' } as const;
const SESSIONS = { lengthMs: { min: 100, max: 900 }, pauseMs: { min: 100, max: 100 } };
const SLOW = { share: 0.1, atMs: 400, durationMs: 900 };

const timesOf = (...milliseconds: number[]) => encodeCounts(counterOf(milliseconds.map((time) => time * 1000)));

/** What a worker knows at the end of a second. */
function peopleIn(second: number): PeopleSummary {
  const [backLatency, awayLatency] = second === 0 ? [timesOf(), timesOf()] : [timesOf(4, 6), timesOf(204, 206)];
  return {
    storms: [{ cut: 4, back: 2 * second, missed: 10 + 5 * second, recovered: 0, untaken: 0, backLatency, awayLatency }],
    sessions: {
      left: 5 + second,
      back: 4,
      stillAway: 1 + second,
      neverBack: 0,
      missed: 3,
      recovered: 0,
      untaken: 1,
      backLatency: timesOf(5, 5, 5, 7),
    },
    slowReaders: { users: 1, cut: 0, back: 0, held: 20, received: 12, gone: 0, dropped: 8 },
    reads: {
      intended: 20 + 20 * second,
      sent: 18 + 20 * second,
      answered: 1 + 2 * second,
      failed: 1,
      judged: 1,
      stale: 1,
      latency: second === 0 ? timesOf(30) : timesOf(30, 40, 50),
      staleness: timesOf(700),
    },
  };
}

const LIVELY = SNAPSHOTS.map((one) => ({
  ...one,
  gauges: { ...one.gauges, receiverGone: 30, expected: one.gauges.expected + 30 },
  people: peopleIn(one.second),
}));

async function killed(t: TestContext, events: readonly LiveEvent[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'newyear-load-people-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const plan = { ...reportContext().plan, storms: [STORM], sessions: SESSIONS, slowReaders: SLOW, readRate: 40 };
  const begin: LiveEvent = { type: 'phase-start', phase: 'flood', total: 3000 };
  const record = await recordOf(join(folder, 'run.ndjson'), [begin, ...events], undefined, reportContext({ plan }));
  await writeFile(join(folder, 'killed.ndjson'), record.killed);
  return join(folder, 'killed.ndjson');
}

const told = (snapshots: typeof SNAPSHOTS): LiveEvent[] =>
  snapshots.map((one): LiveEvent => ({ type: 'snapshot', role: 'fleet', snapshot: one }));

test('of a run that was killed it is told what storms, sessions, slow readers and reads had come to in its last second', async (t) => {
  const report = await readReportOrRecord(await killed(t, told(LIVELY)));
  assert.deepEqual(contradictionsIn(report), []);
  const [storm] = report.storms;
  assert.ok(storm);
  assert.deepEqual(
    [storm.atMs, storm.how, storm.returning, storm.cut, storm.back, storm.neverBack, storm.missed],
    [500, 'close', 'backoff', 8, 4, 4, 30],
  );
  assert.deepEqual([storm.backMs.p50, storm.backMs.max], [4.001, 6.003]);
  const { sessions, slowReaders } = report;
  assert.deepEqual([sessions?.left, sessions?.back, sessions?.stillAway, sessions?.missed], [12, 8, 4, 6]);
  assert.deepEqual([sessions?.pauseMs, sessions?.backMs.max], [SESSIONS.pauseMs, 7.003]);
  assert.deepEqual([slowReaders?.users, slowReaders?.held, slowReaders?.dropped], [2, 40, 16]);
  const { reads } = report;
  assert.deepEqual(
    [reads?.perSecond, reads?.intended, reads?.unsent, reads?.answered, reads?.failed, reads?.unanswered, reads?.stale],
    [40, 80, 4, 6, 2, 68, 2],
  );
  assert.deepEqual([reads?.latencyMs.count, reads?.latencyMs.max], [6, 50.015]);
});

test('a record from before that was kept has the storms of its plan, and nothing of what became of them', async (t) => {
  const report = await readReportOrRecord(await killed(t, told(SNAPSHOTS)));
  assert.deepEqual(contradictionsIn(report), []);
  assert.deepEqual(
    [report.storms.length, report.storms[0]?.cut, report.sessions?.left, report.slowReaders?.held, report.reads?.sent],
    [1, 0, 0, 0, 0],
  );
});

test('what is known of people is read back as it was written, and what is wrong with it is told', () => {
  const [snapshot] = LIVELY;
  assert.ok(snapshot);
  const json = JSON.parse(JSON.stringify(snapshotToJson(snapshot))) as ReturnType<typeof snapshotToJson>;
  assert.deepEqual(snapshotFromJson(json), snapshot);
  const { people } = json;
  assert.ok(people?.storms[0]);
  assert.equal(
    snapshotFromJson({ ...json, people: { ...people, storms: [{ ...people.storms[0], cut: -1 }], slowReaders: 5 } }),
    'is damaged: people.storms[0].cut must be a whole number of 0 or more, people.slowReaders must be an object',
  );
});
