import assert from 'node:assert/strict';
import test from 'node:test';
import { compareReports } from '#dist/compare/compare-reports.js';
import { parseRegression } from '#dist/compare/regressions.js';
import { valueText } from '#dist/report/comparison/comparison-texts.js';
import { buildReport } from '#dist/report/build-report.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { serverSample, watchedOutcome } from '../../helpers/report/watched-outcome.js';

const MIB = 2 ** 20;

function reportOf(rssMib: number): ReturnType<typeof buildReport> {
  const rss = (second: number): number => (rssMib + (second % 3)) * MIB;
  return buildReport(
    watchedOutcome((second) => serverSample(second, { rss: rss(second) })),
    reportContext(),
  );
}

test('the memory of a server that both runs watched is compared, and bounds may be on it', () => {
  const bound = parseRegression('server.rss>50MiB');
  assert.ok(typeof bound !== 'string');
  const { tool } = reportOf(100);
  const comparison = compareReports({
    base: { report: reportOf(100), file: null },
    candidates: [{ report: reportOf(300), file: null }],
    regressions: [bound],
    tool,
  });
  const [candidate] = comparison.candidates;
  const changeOf = (metric: string) => candidate?.changes.find((change) => change.metric === metric);
  const [rss, cpu] = [changeOf('server.rss'), changeOf('server.cpu')];
  assert.ok(Math.abs((rss?.change ?? 0) - 200 * MIB) < 1);
  assert.deepEqual([rss?.judgement, rss?.counts, cpu?.judgement], ['worse', false, 'noise']);
  assert.equal(candidate?.regressions[0]?.passed, false);
  assert.equal(valueText(101 * MIB, 'bytes'), '101 MiB');
});

test('where one run did not watch the server, nothing is said of it', () => {
  const comparison = compareReports({
    base: { report: buildReport(runOutcome(), reportContext()), file: null },
    candidates: [{ report: reportOf(300), file: null }],
    regressions: [],
    tool: reportOf(100).tool,
  });
  const change = comparison.candidates[0]?.changes.find(({ metric }) => metric === 'server.rss');
  assert.equal(change?.judgement ?? null, null);
});

test('a bound on memory takes units of it', () => {
  const told = parseRegression('server.rss>5ms');
  assert.ok(typeof told === 'string');
  assert.match(told, /server\.rss takes B, KiB, MiB or GiB, or % of the base/);
});
