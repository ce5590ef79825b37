import assert from 'node:assert/strict';
import test from 'node:test';
import { buildReport } from '#dist/report/build-report.js';
import { csvCell, csvReporter } from '#dist/report/reporters/csv.js';
import { REPORTERS } from '#dist/report/reporters/index.js';
import { jsonReporter } from '#dist/report/reporters/json.js';
import { connectOutcome, reportContext, runOutcome } from '../../helpers/report/outcome.js';

const report = buildReport(runOutcome(), reportContext());

test('every format has a name, an extension of its own and a description', () => {
  assert.equal(new Set(REPORTERS.map(({ format }) => format)).size, REPORTERS.length);
  assert.equal(new Set(REPORTERS.map(({ extension }) => extension)).size, REPORTERS.length);
  for (const { format, describe } of REPORTERS) {
    assert.match(format, /^[a-z0-9]+$/);
    assert.ok(describe.length > 0);
  }
});

test('every format ends its last line, even of a run without a flood', () => {
  const empty = buildReport(connectOutcome(), reportContext());
  for (const reporter of REPORTERS) {
    assert.ok(reporter.render(report).endsWith('\n'));
    assert.ok(reporter.render(empty).endsWith('\n'));
  }
});

test('the JSON is the whole report', () => {
  assert.deepEqual(JSON.parse(jsonReporter.render(report)), report);
});

test('the CSV has a header and one row a second, with the names of the JSON', () => {
  const lines = csvReporter.render(report).trimEnd().split('\n');
  assert.equal(
    lines[0],
    'second,intended,sent,delivered,lost,errors,connections,echoP50Ms,echoP99Ms,deliveryP50Ms,deliveryP99Ms,inFlight,' +
      'completed,duplicated,reordered,connectionsLost,echoP90Ms,echoP999Ms,fanoutP50Ms,fanoutP90Ms,fanoutP99Ms,' +
      'fanoutP999Ms,deliveryP90Ms,deliveryP999Ms,cpuShare,slipP99Ms,missing,slipMaxMs,serverCpuShare,serverRssBytes,serverThreads,serverDescriptors,serverLagMs',
  );
  assert.equal(lines[1], '0,1000,1000,5000,0,0,50,0.9,2.1,1,2.4,3,1000,0,0,0,1.8,,1,1.9,2.4,,1.9,,0.22,1.1,0,1.9,,,,,');
  assert.equal(lines.length, 31);
  assert.deepEqual(lines[0]?.split(','), Object.keys(report.timeline[0] ?? {}));
});

test('what is null in the JSON is empty in the CSV', () => {
  const timeline = report.timeline.slice(0, 1).map((second) => ({ ...second, echoP99Ms: null, deliveryP99Ms: null }));
  assert.match(csvReporter.render({ ...report, timeline }), /\n0,1000,1000,5000,0,0,50,0\.9,,1,,3,1000,/);
});

test('no cell of a CSV is a formula, and quotes, commas and line ends survive', () => {
  assert.equal(csvCell('=1+2'), '"\'=1+2"');
  for (const begin of ['=', '+', '-', '@', '\t', '\r']) assert.match(csvCell(`${begin}cmd`), /^"'/);
  assert.equal(csvCell('a,"b"\nc'), '"a,""b""\nc"');
  assert.equal(csvCell('plain'), 'plain');
  assert.equal(csvCell(-1.5), '-1.5');
});
