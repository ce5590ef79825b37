import assert from 'node:assert/strict';
import test from 'node:test';
import { PAGE } from '#dist/core/language/en/page.js';
import { wordsOf } from '#dist/core/language/words.js';
import { buildReport } from '#dist/report/build-report.js';
import { pageDataOf } from '#dist/report/page/page-data.js';
import { pageHtml } from '#dist/report/page/page-html.js';
import { REPORTERS } from '#dist/report/reporters/index.js';
import { markdownReporter } from '#dist/report/reporters/markdown.js';
import { translationOfReport } from '#dist/report/translation-of.js';
import type { Voice } from '#dist/report/voice.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { stagedReport } from '../../helpers/report/staged-report.js';
import { filesBelow } from '../../helpers/source/source-files.js';

const KOREAN = await wordsOf('ko');
const healthy = runOutcome();
const deliveries = { ...healthy.deliveries, received: 149_874, lost: 126, duplicated: 3 };
const alerts = [
  {
    rule: 'p95(delivery)>1s',
    message: 'p95 of delivery: 1.95 s (p95(delivery)>1s)',
    second: 5,
    value: 1950,
    limit: 1000,
  },
];
const report = buildReport(
  runOutcome({ deliveries, errors: { 'server.error-event': 7 } }),
  reportContext({ thresholds: ['errors<1%'], alerts }),
);
const voice: Voice = { words: KOREAN, tell: translationOfReport(report, KOREAN) };

test('Markdown is in Korean, its sentences and the heads of its tables', () => {
  const text = markdownReporter.render(report, undefined, voice);
  assert.match(text, /유실: 전달 150,000건 중 126건 유실/);
  assert.match(text, /\| 메시지\/s \| 전달\/s \|/);
  assert.match(text, /\*\*발견된 것\*\*/);
  assert.match(text, /5초: <code>delivery|5초: delivery p95 1\.95 s/);
  assert.doesNotMatch(text, /\b(?:lost|duplicated|out of order|What was noticed|Rooms|Phases|attempted)\b/);
});

test('so is that of a load with stages', () => {
  const staged = stagedReport();
  const told = markdownReporter.render(staged, undefined, { words: KOREAN, tell: translationOfReport(staged, KOREAN) });
  assert.match(told, /\| 스테이지 \| 계획\/s \| 보냄\/s \|/);
});

test('the page says in which language it is, has its sentences in it, and its labels beside them', () => {
  const data = pageDataOf(report, voice);
  assert.match(data.headline.text, /^유실: /);
  assert.equal(data.told?.labels['Did everything arrive?'], '모두 도착했나요?');
  assert.match(pageHtml({ data }), /^<!doctype html>\n<html lang="ko">/);
  assert.match(pageHtml({ data: pageDataOf(report) }), /^<!doctype html>\n<html lang="en">/);
});

test('every label that the dictionaries have stands in a module of the page as it is there', () => {
  const sources = filesBelow('src/page', ['.ts'])
    .map(({ text }) => text)
    .join('\n');
  const unused = Object.values(PAGE).filter((label) => !sources.includes(label));
  assert.deepEqual(unused, []);
});

test('every heading, figure and card of the page has a label in the dictionaries', () => {
  const labels: ReadonlySet<string> = new Set(Object.values(PAGE));
  const found = filesBelow('src/page', ['.ts']).flatMap(({ path, text }) =>
    Array.from(
      text.matchAll(
        /(?:\bel\(\s*'h[23]',\s*\{[^}]*\},\s*|\bcard\(\s*'[\w-]+',\s*|\bfigure\(\s*'[\w-]+',\s*)'([^']+)'/g,
      ),
      ([, label = '']) => ({ path, label }),
    ),
  );
  assert.ok(found.length > 20, String(found.length));
  assert.deepEqual(
    found.filter(({ label }) => !labels.has(label)),
    [],
  );
});

test('what machines read is the same in every language', () => {
  for (const reporter of REPORTERS.filter(({ format }) => !['html', 'md'].includes(format))) {
    assert.equal(reporter.render(report, undefined, voice), reporter.render(report), reporter.format);
  }
});
