import assert from 'node:assert/strict';
import test from 'node:test';
import { PAGE } from '#dist/core/language/en/page.js';
import { PAGE_PHRASES } from '#dist/core/language/en/page-phrases.js';
import { ENGLISH, inEnglish, message, wordsOf } from '#dist/core/language/words.js';
import { liveHeadline } from '#dist/live/dashboard/live-headline.js';
import { buildReport } from '#dist/report/build-report.js';
import { pageDataOf } from '#dist/report/page/page-data.js';
import type { PagePhase } from '#dist/report/page/page-types.js';
import { pageHtml } from '#dist/report/page/page-html.js';
import { REPORTERS } from '#dist/report/reporters/index.js';
import { markdownReporter } from '#dist/report/reporters/markdown.js';
import { actualText } from '#dist/judgement/actual-text.js';
import { translationOfReport } from '#dist/report/translation-of.js';
import type { Voice } from '#dist/report/voice.js';
import { livelyReport } from '../../helpers/report/lively.js';
import { liveSecond } from '../../helpers/report/live-second.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { stagedReport } from '../../helpers/report/staged-report.js';
import { filesBelow } from '../../helpers/source/source-files.js';

const LABELS: Readonly<Record<string, string>> = { ...PAGE, ...PAGE_PHRASES };
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
/** A phase that goes on, with so many of its operations done. */
function phaseOf(name: PagePhase['name'], total: number, succeeded: number): PagePhase {
  const times = { startMs: 0, durationMs: null, ratePerSecond: 0, p50Ms: null, p99Ms: null, maxMs: null };
  return { name, ...times, attempted: succeeded, succeeded, failed: 0, total };
}

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

test('storms, sessions and slow readers have their tables in Korean', () => {
  const people = livelyReport();
  const told = markdownReporter.render(people, undefined, { words: KOREAN, tell: (text) => text });
  for (const head of ['재접속 폭주', '세션', '느린 수신자'])
    assert.ok(told.includes(`<summary>${head}</summary>`), head);
  assert.match(told, /\| 시각 \| 끊긴 시간 \| 끊김 \| 돌아옴 \| 못 돌아옴 \|/);
  assert.doesNotMatch(told, /never back|came later|not answered/);
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
  const plan = filesBelow('src/report/page', ['page-plan.ts']).map(({ text }) => text);
  const unused = Object.entries(LABELS).filter(
    ([key, label]) =>
      !sources.includes(label) && !plan.some((text) => text.includes(`'${key}'`) || text.includes(`'${label}'`)),
  );
  assert.deepEqual(unused, []);
});

test('every heading, figure and card of the page has a label in the dictionaries', () => {
  const labels: ReadonlySet<string> = new Set(Object.values(LABELS));
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

test('so has every column of its tables, and no sentence is put together without the dictionaries', () => {
  const labels: ReadonlySet<string> = new Set(Object.values(LABELS));
  const sources = filesBelow('src/page', ['.ts']);
  const heads = sources.flatMap(({ text }) =>
    Array.from(text.matchAll(/\[([^\]\n]+)\]\.map\(\(\w+\) =>\s*el\('th'/g), ([, names = '']) =>
      Array.from(names.matchAll(/'([^']+)'/g), ([, name = '']) => name),
    ).flat(),
  );
  assert.ok(heads.includes('kind'), heads.join(', '));
  assert.deepEqual(
    heads.filter((head) => !labels.has(head) && !/^p\d+$/.test(head)),
    [],
  );
  const english = sources.flatMap(({ path, text }) =>
    Array.from(
      text.replace(/\/\*[^]*?\*\//g, '').matchAll(/`[^`\n]*\}[^`$\n]* [a-z]{2,} [a-z]{2,}[^`\n]*`/g),
      ([found]) => `${path}: ${found}`,
    ),
  );
  assert.deepEqual(english, []);
});

test('every text of the page that is put together is a sentence of the dictionaries, by the same words', () => {
  const sentences: ReadonlySet<string> = new Set(Object.values(LABELS));
  const found = filesBelow('src/page', ['.ts']).flatMap(({ text }) =>
    Array.from(text.matchAll(/'((?:[^'\\\n`]|\\.)*\{\w+\}(?:[^'\\\n`]|\\.)*)'/g), ([, sentence = '']) => sentence),
  );
  assert.ok(found.length > 30, String(found.length));
  assert.deepEqual(
    found.filter((sentence) => !sentences.has(sentence)),
    [],
  );
});

test('sentences of the page keep their places until the page fills them, and phases have their names', () => {
  const { told, plan } = pageDataOf(report, voice);
  assert.equal(told?.labels['{part} of {whole}'], '{whole} 중 {part}');
  assert.equal(told.labels['phase.flood'], '본 부하');
  assert.match(plan.load, /^초당 메시지 [\d,]+건$/);
  assert.match(new Map(plan.facts).get('rooms') ?? '', /^[\d,]+개, 멤버 /);
});

test('the dashboard says in Korean what a run does', () => {
  const second = liveSecond({ elapsedMs: 2000, delivered: 4711, missing: 3, p99Ms: 12.5 });
  const flood = { kind: 'run', phase: phaseOf('flood', 300, 300), second, alerts: 0 } as const;
  assert.equal(
    liveHeadline(flood, KOREAN).text,
    `실행 중: ${second.durationMs / 1000}초 중 2초, 전달 4,711건 도착, 미도착 3건, 지금 p99 12.5 ms`,
  );
  const settingUp = { ...flood, phase: phaseOf('connect', 100, 30), second: undefined };
  assert.equal(liveHeadline(settingUp, KOREAN).text, '준비 중: 100 중 30 연결');
  assert.equal(liveHeadline(settingUp, ENGLISH).text, 'SETTING UP: 30 of 100 connections opened');
});

test('what is said of a threshold and of observers is in Korean, the grade that is none, too', () => {
  const threshold = { passed: false, actual: 0 };
  assert.equal(actualText({ ...threshold, expression: 'grade>=Silver' }, KOREAN), '없음');
  const note = inEnglish(message('threshold.few-samples', { samples: 30, percentile: 'p99' }));
  assert.equal(note, 'decided by 30 samples, too few for a p99');
  assert.equal(
    actualText({ ...threshold, expression: 'p99(connect)<1s', actual: 433, note }, KOREAN),
    '433 ms, 표본 30개로 정함, p99에는 너무 적음',
  );
  const why = inEnglish(message('observer.refused', { refused: 1, sent: 50 }));
  const told = translationOfReport(buildReport(runOutcome({ noObserver: why }), reportContext()), KOREAN);
  for (const tell of [told, translationOfReport(report, KOREAN)])
    assert.equal(
      tell(inEnglish(message('verdict.no-observer', { why }))),
      '관측자가 없었습니다: 보낸 메시지 50건 중 1건을 서버가 거부했습니다. --canary-rate를 낮추면 피할 수 있을지도 모릅니다',
    );
});

test('what machines read is the same in every language', () => {
  for (const reporter of REPORTERS.filter(({ format }) => !['html', 'md'].includes(format))) {
    assert.equal(reporter.render(report, undefined, voice), reporter.render(report), reporter.format);
  }
});
