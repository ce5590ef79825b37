import assert from 'node:assert/strict';
import test from 'node:test';
import { buildReport } from '#dist/report/build-report.js';
import { mergeOutcomes } from '#dist/report/merge/merge-outcomes.js';
import { contextOf, outcomeOf } from '#dist/report/outcome-of.js';
import { checkReport } from '#dist/report/read-report.js';
import { csvReporter } from '#dist/report/reporters/csv.js';
import { serverTexts } from '#dist/report/server-texts.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { serverSample, WATCH, watchedOutcome } from '../../helpers/report/watched-outcome.js';

const MIB = 2 ** 20;

const LEAKING = watchedOutcome((second) => serverSample(second, { rss: (100 + second) * MIB, values: [second] }));

test('a report has the server over the load, and second by second', () => {
  const report = buildReport(LEAKING, reportContext());
  const { server, timeline } = report;
  assert.ok(server !== null);
  const { count, min, max, last, growth } = server.rssBytes;
  assert.deepEqual([count, min, max, last], [timeline.length, 100 * MIB, max, max]);
  assert.ok(Math.abs((growth?.perMinute ?? 0) - 60 * MIB) < 1);
  assert.equal(server.memoryKeepsGrowing, true);
  assert.deepEqual([server.pid, server.url], [WATCH.pid, WATCH.url]);
  assert.deepEqual([server.series[0]?.name, server.series[0]?.max], ['rooms', timeline.length - 1]);
  assert.equal(timeline[3]?.serverRssBytes, 103 * MIB);
  assert.deepEqual(server.samples[3], { second: 3, values: [3] });
  assert.match(csvReporter.render(report), /,0\.5,107999232\.?\d*,11,80,2\.5\n|,0\.5,108003328,11,80,2\.5\n/);
});

test('a report of a watched server is the same when it is taken apart and built again', () => {
  for (const outcome of [LEAKING, watchedOutcome(() => serverSample(0, { cpu: null, rss: null, values: [null] }))]) {
    const report = JSON.parse(JSON.stringify(buildReport(outcome, reportContext()))) as unknown;
    const checked = checkReport(report, 'report.json');
    assert.ok('report' in checked, JSON.stringify(checked));
    assert.deepEqual(buildReport(outcomeOf(checked.report), contextOf(checked.report)), report);
  }
});

test('reports of versions that watched no server can still be read', () => {
  const { server: _, timeline, ...rest } = buildReport(runOutcome(), reportContext());
  const rows = timeline.map(({ serverCpuShare: _cpu, serverRssBytes: _rss, serverLagMs: _lag, ...row }) => row);
  const checked = checkReport(JSON.parse(JSON.stringify({ ...rest, timeline: rows })), 'old.json');
  assert.ok('report' in checked, JSON.stringify(checked));
  assert.equal(checked.report.server, null);
  assert.equal(checked.report.timeline[0]?.serverRssBytes, null);
});

test('of one server that two runs watched the merged run has the higher values, by the wall clock', () => {
  const later = watchedOutcome((second) => serverSample(second, { rss: 500 * MIB, values: [99] }), {
    startedAt: '2026-12-31T23:59:10.000Z',
    floodStartedAt: '2026-12-31T23:59:10.400Z',
  });
  const { server, timeline } = mergeOutcomes([LEAKING, later]);
  assert.deepEqual([server?.pid, server?.series], [WATCH.pid, WATCH.series]);
  const valueAt = (second: number): unknown => server?.samples.find((sample) => sample.second === second)?.values[0];
  assert.deepEqual([valueAt(9), valueAt(10)], [9, 99]);
  assert.equal(timeline.find(({ second }) => second === 10)?.serverRssBytes, 500 * MIB);
  assert.equal(mergeOutcomes([runOutcome(), LEAKING]).server?.pid, WATCH.pid);
  assert.equal(mergeOutcomes([runOutcome(), runOutcome()]).server, null);
});

test('the server is told in a line, with the growth that is certain', () => {
  const [cpu, memory, ...rest] = serverTexts(buildReport(LEAKING, reportContext()));
  assert.equal(cpu, 'CPU 50 % of a core, at most 50 %');
  assert.match(memory ?? '', /^memory 100 MiB to 1\d\d MiB, \+60\.0 MiB\/min$/);
  assert.deepEqual(rest.slice(0, 3), ['11 threads', '80 descriptors at most', 'event loop at most 2.50 ms late']);
  const nothing = watchedOutcome((second) =>
    serverSample(second, { cpu: null, rss: null, threads: null, descriptors: null, lag: null, values: [null] }),
  );
  assert.deepEqual(serverTexts(buildReport(nothing, reportContext())), ['nothing could be read']);
  assert.deepEqual(serverTexts(buildReport(runOutcome(), reportContext())), []);
});
