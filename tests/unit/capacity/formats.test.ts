import assert from 'node:assert/strict';
import test from 'node:test';
import { CAPACITY_FORMATS } from '#dist/capacity/formats/index.js';
import type { CapacityReport } from '#dist/capacity/report/capacity-report.js';
import { madeReport, slowAbove } from '../../helpers/capacity/told.js';
import { parseXml } from '../../helpers/report/xml.js';

const REPORT = madeReport({ at: slowAbove(1500) });
/** With a target that wants to be more than a text. */
const HOSTILE: CapacityReport = {
  ...REPORT,
  run: { ...REPORT.run, target: 'http://h/"><script>alert(1)</script>', command: '</code> ::error::@all `x` <b>' },
  findings: ['<img src=x onerror=alert(1)> | @team ::warning::'],
};

function rendered(format: string, report = REPORT): string {
  const known = CAPACITY_FORMATS.find((candidate) => candidate.format === format);
  assert.ok(known !== undefined);
  return known.render(report);
}

test('there are five formats', () => {
  assert.deepEqual(
    CAPACITY_FORMATS.map(({ format, extension }) => `${format}.${extension}`),
    ['html.html', 'json.json', 'csv.csv', 'junit.xml', 'md.md'],
  );
});

test('JSON is the report', () => {
  assert.deepEqual(JSON.parse(rendered('json')), JSON.parse(JSON.stringify(REPORT)));
});

test('CSV has a row a trial and a header', () => {
  const [head = '', first = '', ...rest] = rendered('csv').trimEnd().split('\n');
  assert.match(head, /^load,users,messagesPerSecond,atMs,durationMs,short,lossRatio,p50Ms,p99Ms/);
  assert.match(first, /^50,30,50,0,2500,true,0,/);
  assert.equal(rest.length + 1, REPORT.trials.length);
});

test('Markdown has the answer first, then what gave way, the bounds and the trials', () => {
  const text = rendered('md');
  assert.match(
    text,
    /✅ \*\*holds 1,460 messages\/s \(7,300 deliveries\/s\) at p99 &#60; 250 ms with nothing lost; 1,530 did not\*\*/,
  );
  assert.match(text, /15 trials, 3 min 40 s, regular\./);
  assert.match(text, /At 1,530 messages\/s latency gave way first \(p99 was 1\.89 s\)\./);
  assert.match(text, /\| 1460 \| 1530 \| 1460 \| regular \|/);
});

test('JUnit has a case a goal, which fails when less holds than was asked for', () => {
  const fine = parseXml(rendered('junit'));
  assert.ok(fine !== undefined);
  assert.match(rendered('junit'), /tests="1" failures="0" errors="0"/);
  const short = rendered('junit', { ...REPORT, plan: { ...REPORT.plan, atLeast: 2000 } });
  assert.match(short, /failures="1"/);
  assert.match(short, /<failure message="at least 2,000 messages\/s were asked for: holds 1,460.*" type="found">/);
});

test('the page has the answer, the curve with its grounds, and every trial', () => {
  const page = rendered('html');
  assert.match(page, /<h1 class="tone-good">holds 1,460 messages\/s/);
  assert.match(
    page,
    /<rect class="holds"[^>]*><rect class="between"[^>]*><rect class="fails"/.test(page) ? /<svg/ : /never/,
  );
  assert.equal(page.match(/<circle /g)?.length, new Set(REPORT.trials.map(({ load }) => load)).size);
  assert.equal(page.match(/<tr>/g)?.length, 2 + 1 + REPORT.trials.length);
  assert.doesNotMatch(page, /<script|style="|NaN|undefined/);
});

test('what comes from outside is text in every format', () => {
  assert.doesNotMatch(rendered('html', HOSTILE), /<script>|<img|<b>/);
  assert.doesNotMatch(rendered('md', HOSTILE), /<script>|<img|@team|@all|<b>/);
  const xml = rendered('junit', HOSTILE);
  assert.ok(parseXml(xml) !== undefined);
  assert.doesNotMatch(xml, /<script>|<img|^\s*::/m);
});

test('a search without a trial is told in every format, too', () => {
  const empty = madeReport({ at: slowAbove(1), trials: 0, cut: 'not-started' });
  for (const format of CAPACITY_FORMATS) assert.doesNotMatch(format.render(empty), /NaN|Infinity|undefined/);
});

test('every format has the processor and the memory of a server that was watched, and what it used when it gave way', () => {
  const watched = madeReport({
    at: (load) => ({ ...slowAbove(1500)(load), server: { cpu: load / 1600, rss: 200 * 2 ** 20 } }),
  });
  assert.deepEqual(watched.trials[0]?.server, { cpuShare: 50 / 1600, rssBytes: 200 * 2 ** 20 });
  assert.equal(REPORT.trials[0]?.server, null);
  for (const [format, pattern] of [
    ['html', /<th[^>]*>CPU<.*96 %/s],
    ['md', /\| CPU \| memory \|.*\| 96 % \| 200 MiB/s],
    ['csv', /,serverCpuShare,serverRssBytes,.*,0\.03125,209715200,/s],
    ['junit', /At 1,530 messages\/s the server used 96 % of a core and 200 MiB\./],
  ] as const)
    assert.match(rendered(format, watched), pattern, format);
  assert.doesNotMatch(rendered('md'), /CPU/);
});

test('all entrances of a chat are told', () => {
  const run = { ...REPORT.plan.run, otherTargets: ['http://127.0.0.1:4001'] };
  const two = { ...REPORT, plan: { ...REPORT.plan, run } };
  for (const format of ['html', 'md'])
    assert.match(rendered(format, two), /127\.0\.0\.1(?:&#58;|:)4000 and http/, format);
});
