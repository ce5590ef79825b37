import assert from 'node:assert/strict';
import test from 'node:test';
import { createPalette } from '#dist/cli/colours.js';
import { summaryLines } from '#dist/cli/summary/summary.js';
import { columnsOf } from '#dist/core/language/columns.js';
import { wordsOf } from '#dist/core/language/words.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport } from '#dist/report/build-report.js';
import { kindOf } from '#dist/report/headline.js';
import { translationOfReport } from '#dist/report/translation-of.js';
import { auditOutcome, canaryOutcome, reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { stagedReport } from '../../helpers/report/staged-report.js';

const KOREAN = await wordsOf('ko');

/** Wording of sentences: names, flags and units are none. */
const ENGLISH_WORDS = /\b(?:the|of|and|was|were|is|are|lost|messages?|copies|deliveries|came|nothing)\b/i;

function linesOf(report: ReturnType<typeof stagedReport>): string[] {
  const lines = summaryLines({
    report,
    kind: kindOf(report),
    files: [],
    width: 80,
    palette: createPalette(0),
    fitsScreen: false,
    voice: { words: KOREAN, tell: translationOfReport(report, KOREAN) },
  });
  for (const line of lines) assert.ok(columnsOf(line) <= 80, line);
  return lines;
}

function summaryOf(outcome: RunOutcome): string {
  return linesOf(buildReport(outcome, reportContext({ thresholds: ['errors<1%'] }))).join('\n');
}

const healthy = runOutcome();

test('a run is told in Korean, in lines of 80 columns, without a word of English', () => {
  const text = summaryOf(runOutcome({ canary: canaryOutcome() }));
  assert.match(text, /^✔ 버팀: 전달 150,000건이 모두 도착, p99 2\.48 ms, 초당 메시지/);
  assert.match(text, /^판정 +VALID: 수치를 믿어도 됩니다$/m);
  assert.match(text, /^다음 +얼마나 버틸까요\? npx newyear-load capacity/m);
  assert.doesNotMatch(text, ENGLISH_WORDS);
});

test('so are losses, where they were, and what the server no longer has', () => {
  const [room] = healthy.rooms;
  const deliveries = { ...healthy.deliveries, received: 149_874, lost: 126, duplicated: 3, reordered: 2 };
  const outcome = runOutcome({
    deliveries,
    rooms: room === undefined ? [] : [{ ...room, lost: 126 }, ...healthy.rooms.slice(1)],
    audit: auditOutcome({ messagesExpected: 30_000, messagesFound: 28_990 }),
    errors: { 'server.error-event': 7 },
  });
  const text = summaryOf(outcome);
  assert.match(text, /^✖ 유실: 전달 150,000건 중 126건 유실\(0\.08 %\), p99 2\.48 ms, 중복 3건, 순서/);
  assert.match(text.replace(/\s+/g, ' '), /발견된 것 유실된 전달 126건 모두: 방 "/);
  assert.doesNotMatch(text, ENGLISH_WORDS);
});

test('the table of stages has its heads in Korean, each above its numbers', () => {
  const lines = linesOf(stagedReport());
  const head = lines.find((line) => line.startsWith('스테이지')) ?? '';
  const row = lines[lines.indexOf(head) + 1] ?? '';
  assert.equal(columnsOf(head), columnsOf(row));
});

test('a sentence that nobody has translated stays as it is, whole', () => {
  const report = buildReport({ ...healthy, findings: ['Something was noticed.'] }, reportContext());
  const tell = translationOfReport(report, KOREAN);
  assert.equal(tell('Something was noticed.'), 'Something was noticed.');
  const [gravest] = buildReport(runOutcome({ errors: { 'server.error-event': 7 } }), reportContext()).findings;
  assert.notEqual(gravest, undefined);
});
