import assert from 'node:assert/strict';
import test from 'node:test';
import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import { buildReport } from '#dist/report/build-report.js';
import { headlineOf, isInDoubt } from '#dist/report/headline.js';
import { pageDataOf } from '#dist/report/page/page-data.js';
import { heatColumn } from '#dist/report/page/page-heat.js';
import { pagePercentilesOf } from '#dist/report/page/page-percentiles.js';
import { pageTimelineOf } from '#dist/report/page/page-timeline.js';
import type { TimelineColumn } from '#dist/metrics/columns.js';
import { hostileReport } from '../../../helpers/report/hostile.js';
import { entranceOutcome } from '../../../helpers/report/entrance-outcome.js';
import { connectOutcome, reportContext, runOutcome } from '../../../helpers/report/outcome.js';
import { spreadOf } from '../../../helpers/report/spread.js';
import { eventfulReport, largeReport } from '../../../helpers/report/page-report.js';

const report = eventfulReport();
const data = pageDataOf(report);

test('the figures of the page are those of the report', () => {
  const { byRoom, places, pairs, ...sums } = report.deliveries;
  assert.deepEqual(data.headline, headlineOf(report));
  assert.deepEqual(data.messages, report.messages);
  // The places of losses, and who hears whom, are in the page's findings.
  assert.deepEqual({ ...data.deliveries, places, pairs }, { ...sums, places, pairs });
  assert.deepEqual(data.latencyMs, report.latencyMs);
  assert.deepEqual(data.tps, report.tps);
  assert.deepEqual(data.connections, report.connections);
  assert.deepEqual(data.verdict, { ...report.verdict, remedy: null });
  assert.deepEqual(data.grade, report.grade);
  assert.deepEqual(
    data.thresholds.map(({ expression, actual, passed }) => ({ expression, actual, passed })),
    report.thresholds,
  );
  assert.deepEqual(data.canary?.fanout, report.canary?.latencyMs.fanout);
  assert.equal(data.rooms?.total, byRoom.length);
  assert.deepEqual([data.live, data.progress], [false, null]);
  assert.deepEqual(data.errors.kinds, [['network.closed', 9, 'a connection broke without a word']]);
});

test('entrances are shown as the report has them, and where there is one only nothing is', () => {
  const entrances = [entranceOutcome(), entranceOutcome({ target: 'http://b', users: 7, lost: 3 })];
  const { entrances: shown } = pageDataOf(buildReport(runOutcome({ entrances }), reportContext()));
  assert.deepEqual(
    shown.map(({ target, users, lost, p50Ms, p99Ms }) => [target, users, lost, p50Ms, p99Ms]),
    [
      ['http://127.0.0.1:4000', 25, 0, 1.75, 2.485],
      ['http://b', 7, 3, 1.75, 2.485],
    ],
  );
  assert.deepEqual(data.entrances, []);
});

test('every column of the timeline has the values of the report', () => {
  for (const [name, column] of Object.entries(data.timeline.columns)) {
    assert.deepEqual(
      column,
      report.timeline.map((row) => row[name as TimelineColumn]),
      name,
    );
  }
});

test('in a long run several seconds make a row: means of counts, the worst of latencies, the last of states', () => {
  const rows = Array.from({ length: 1_000 }, (_, second) => ({
    second,
    sent: second % 2,
    fanoutP99Ms: second === 501 ? 99 : second === 502 ? null : 1,
    connections: second,
  }));
  const { secondsPerRow, columns } = pageTimelineOf(rows);
  assert.equal(secondsPerRow, 2);
  assert.equal(columns.second.length, 500);
  assert.equal(columns.second[250], 500);
  assert.equal(columns.sent[250], 0.5);
  assert.equal(columns.fanoutP99Ms[250], 99);
  assert.equal(columns.fanoutP99Ms[251], 1);
  assert.equal(columns.connections[250], 501);
  assert.equal(columns.lost[250], null);
});

test('the heat map counts every copy, in the bin of its latency', () => {
  const total = (columns: readonly (readonly number[])[]): number =>
    columns.reduce((sum, [, ...counts]) => sum + counts.reduce((all, count) => all + count, 0), 0);
  assert.equal(total(data.heat.columns.echo) + total(data.heat.columns.fanout), 150_000);
  const counter = new BucketCounter();
  for (const valueUs of [0, 1, 1_000, 1_100, 990_000]) counter.record(valueUs);
  const [first, ...counts] = heatColumn([counter]);
  assert.equal(first, 0);
  assert.equal(counts[0], 2);
  assert.equal(counts[48], 2);
  assert.equal(counts[95], 1);
  assert.deepEqual(heatColumn([new BucketCounter()]), []);
});

test('the curve of percentiles goes through those of the report and ends at the largest sample', () => {
  const { x, series } = data.percentiles ?? { x: [], series: [] };
  assert.deepEqual(
    series.map(({ name }) => name),
    ['echo', 'fanout', 'canaryEcho', 'canaryFanout'],
  );
  const fanout = series[1]?.valuesMs ?? [];
  const { p50, p75, p90, p95, p99, p999, p9999, max } = report.latencyMs.fanout;
  for (const [point, expected] of [
    [2, p50],
    [4, p75],
    [10, p90],
    [20, p95],
    [100, p99],
    [1_000, p999],
    [10_000, p9999],
  ] as const) {
    assert.equal(fanout[x.indexOf(point)], expected, `1 / (1 - p) = ${point}`);
  }
  assert.equal(fanout.at(-1), max);
  assert.equal(series[3]?.valuesMs.at(-1), null, 'the canary has fewer samples');
  assert.equal(pagePercentilesOf([['echo', new BucketCounter()]]), null);
});

test('a curve ends at its largest sample, also when there are as many as a point stands for', () => {
  for (const count of [2, 4, 10, 20, 100, 1_000, 1_001]) {
    const curve = pagePercentilesOf([['echo', spreadOf(count, 100, 1_900)]]);
    assert.equal(curve?.series[0]?.valuesMs.at(-1), 1.9, `${count} samples`);
  }
});

test('a curve of a single sample is that sample', () => {
  assert.deepEqual(pagePercentilesOf([['echo', spreadOf(1, 1_000, 1_000)]])?.series, [{ name: 'echo', valuesMs: [1] }]);
});

test('rooms come with the worst first, as many as a page has room for', () => {
  assert.equal(data.rooms?.names[0], report.deliveries.byRoom[6]?.room);
  assert.deepEqual(data.rooms?.columns.lost.slice(0, 3), [100, 26, 0]);
  const { rooms } = pageDataOf(largeReport(2, 3_000));
  assert.deepEqual([rooms?.total, rooms?.names.length], [3_000, 500]);
  assert.equal(rooms?.columns.lost[0], 5, 'the last of 3,000 rooms is the worst');
});

test('phases follow each other', () => {
  for (const [index, { startMs }] of data.phases.entries()) {
    const before = data.phases[index - 1];
    assert.equal(startMs, before === undefined ? 0 : before.startMs + (before.durationMs ?? 0));
  }
});

test('a connection test has a page too, with nothing in it that was not measured', () => {
  const page = pageDataOf(buildReport(connectOutcome(), reportContext()));
  assert.equal(page.percentiles, null);
  assert.deepEqual(page.heat.columns, { echo: [], fanout: [] });
  assert.deepEqual(page.timeline.columns.second, []);
  assert.equal(page.latencyMs.delivery?.p50, null);
});

test('that a connection test sent no messages is no doubt about it, and what else was found is', () => {
  const { plan } = reportContext();
  const context = reportContext({ plan: { ...plan, kind: 'connect' } });
  const phases = connectOutcome().phases.filter(({ name }) => name !== 'flood');
  const stopped = buildReport(connectOutcome({ phases, interruption: 'SIGINT' }), context);
  assert.deepEqual(
    stopped.verdict.reasons.map(({ code }) => code),
    ['no-flood'],
  );
  assert.equal(isInDoubt(stopped, 'connect'), false);
  assert.equal(isInDoubt(stopped, 'run'), true);
  assert.equal(pageDataOf(stopped).verdict, null);
  const { connections } = connectOutcome();
  const short = buildReport(
    connectOutcome({ connections: { ...connections, opened: connections.asked - 1 } }),
    context,
  );
  assert.equal(isInDoubt(short, 'connect'), true);
  assert.equal(pageDataOf(short).verdict?.level, 'SUSPECT');
});

test('the plan of a connection test is told without what only messages have', () => {
  const { plan } = reportContext();
  const { facts } = pageDataOf(
    buildReport(
      connectOutcome(),
      reportContext({ plan: { ...plan, kind: 'connect', canary: true, audit: false, drainMs: 5000 } }),
    ),
  ).plan;
  assert.deepEqual(facts, [
    ['users', '50'],
    ['load', 'connections only, no messages'],
    ['held for', '30s'],
    ['workers', '2'],
  ]);
});

test('whatever a server calls its rooms, texts stay short and readable', () => {
  const page = JSON.stringify(pageDataOf(hostileReport(report)));
  assert.ok(page.length < 150_000, `${page.length} characters`);
  assert.doesNotMatch(page, /[\u202a-\u202e\u2066-\u2069\u2028\u2029]/);
  assert.match(page, /\\\\u202egpj\.exe/);
});
