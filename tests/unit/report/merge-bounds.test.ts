import assert from 'node:assert/strict';
import test from 'node:test';
import { UsageError } from '#dist/core/errors.js';
import { buildReport } from '#dist/report/build-report.js';
import { mergeReports } from '#dist/report/merge/merge-reports.js';
import { parseReport } from '#dist/report/read-report.js';
import type { Report } from '#dist/report/report-types.js';
import { assertLinear } from '../../helpers/linear.js';
import { connectOutcome, reportContext } from '../../helpers/report/outcome.js';
import { smallReport } from '../../helpers/report/small-report.js';

/** Small runs with ids that no other has, `change`d. */
function runs(count: number, change: (report: Report) => Report = (report) => report): Report[] {
  return Array.from({ length: count }, (_, index) => change(smallReport({ runId: `run${index}` })));
}

/** The report with these rooms, in which nothing happened. */
function withRooms(report: Report, rooms: readonly string[]): Report {
  const [room] = report.deliveries.byRoom;
  assert.ok(room !== undefined);
  const idle = { ...room, sent: 0, expected: 0, received: 0 };
  const byRoom = rooms.map((name) => ({ ...idle, room: name }));
  // More rooms than the report has accounts of, as where a worker did not answer.
  const plan = { ...report.plan, rooms: rooms.length + 1 };
  return { ...report, plan, deliveries: { ...report.deliveries, byRoom } };
}

function problemsOf(reports: readonly Report[]): string[] {
  try {
    mergeReports(reports);
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    return thrown.problems.map(({ where, message }) => `${where}: ${message}`);
  }
  return [];
}

test('counts that add up to more than a number can hold are refused, since no reader would take their sum', () => {
  const most = (report: Report): Report => ({
    ...report,
    connections: { ...report.connections, pings: Number.MAX_SAFE_INTEGER },
  });
  assert.deepEqual(problemsOf(runs(2, most)), [
    'merge: what the reports add up to: connections.pings: must be an integer',
  ]);
});

test('a threshold that cannot be evaluated again is named with its run', () => {
  const odd = (report: Report): Report => ({
    ...report,
    thresholds: [{ expression: 'lots==0', actual: 1, passed: false }],
  });
  assert.deepEqual(problemsOf(runs(2, odd)), [
    'merge: a threshold of run run0 cannot be evaluated: unknown metric "lots"; did you mean "lost"?',
    'merge: a threshold of run run1 cannot be evaluated: unknown metric "lots"; did you mean "lost"?',
  ]);
});

test('as many reports as somebody has become one that can be read and merged again', () => {
  const merged = mergeReports(runs(50, (report) => withRooms(report, ['Same', `Own (${report.run.id})`])));
  assert.ok('report' in parseReport(JSON.stringify(merged), 'merged.json'));
  assert.equal(merged.deliveries.byRoom.length, 100);
  const again = mergeReports([merged, ...runs(1, (report) => ({ ...report, run: { ...report.run, id: 'other' } }))]);
  assert.equal(again.messages.sent, 51 * smallReport().messages.sent);
});

test('a room tells its run by the id as a word, and by as many ids as a name has room for', () => {
  const ids = Array.from({ length: 60 }, (_, index) => `id${index}`).join('+');
  const [one, other] = runs(2) as [Report, Report];
  const many = { ...one, run: { ...one.run, id: ids } };
  const merged = mergeReports([withRooms(many, ['Party', 'Party (id7)', 'Party id70']), withRooms(other, ['Party'])]);
  const label = `run ${ids.split('+').slice(0, 40).join('+')} and 20 more`;
  assert.deepEqual(
    merged.deliveries.byRoom.map(({ room }) => room),
    ['Party (id7)', `Party (${label})`, 'Party (run run1)', `Party id70 (${label})`],
  );
});

test('a field of the plan may have any name', () => {
  const named = (report: Report): Report => ({
    ...report,
    plan: JSON.parse(`{"__proto__":{"rooms":1},${JSON.stringify(report.plan).slice(1)}`) as Report['plan'],
  });
  const { plan } = mergeReports(runs(2, named));
  assert.deepEqual(Object.getOwnPropertyDescriptor(plan, '__proto__')?.value, { rooms: 1 });
  assert.equal(plan.rooms, 20);
});

test('a room, a second and a run cost as much each among many as among few', async () => {
  const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `Room ${index}`);
  await assertLinear(400, (count) => {
    const reports = runs(2, (report) => withRooms(report, names(count)));
    return () => mergeReports(reports);
  });
  await assertLinear(30, (count) => {
    const [row, interval] = [smallReport().timeline[0], smallReport().intervals[0]];
    assert.ok(row !== undefined && interval !== undefined);
    const idle = { ...row, intended: 0, sent: 0, completed: 0, delivered: 0 };
    const timeline = Array.from({ length: count }, (_, second) => ({ ...idle, second }));
    const intervals = timeline.map(({ second }) => ({ ...interval, second }));
    const reports = runs(2, (report) => ({ ...report, timeline, intervals }));
    return () => mergeReports(reports);
  });
});

test('connection tests without seconds, rooms and workers are merged like others', () => {
  const reports = ['aaaaaa', 'bbbbbb'].map((runId) => buildReport(connectOutcome(), reportContext({ runId })));
  assert.deepEqual(problemsOf(reports), []);
});
