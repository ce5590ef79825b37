import assert from 'node:assert/strict';
import test from 'node:test';
import { ENGLISH_VOICE } from '#dist/report/voice.js';
import { createPalette } from '#dist/cli/colours.js';
import { summaryLines } from '#dist/cli/summary/summary.js';
import { buildReport } from '#dist/report/build-report.js';
import { mergeOutcomes } from '#dist/report/merge/merge-outcomes.js';
import { contextOf, outcomeOf } from '#dist/report/outcome-of.js';
import { pageDataOf } from '#dist/report/page/page-data.js';
import { withDefaults } from '#dist/report/report-defaults.js';
import { contradictionsIn } from '#dist/report/report-sums.js';
import { markdownReporter } from '#dist/report/reporters/markdown.js';
import { lively, livelyReport } from '../../helpers/report/lively.js';
import { runOutcome } from '../../helpers/report/outcome.js';

const report = livelyReport();

test('what people did by plan adds up in the report, and is read back from it to the last digit', () => {
  assert.deepEqual(contradictionsIn(report), []);
  const read = JSON.parse(JSON.stringify(report)) as typeof report;
  assert.deepEqual(buildReport(outcomeOf(read), contextOf(read)), report);
  assert.deepEqual([report.sessions?.left, report.sessions?.backMs.max], [5, 70.015]);
  assert.equal((withDefaults({ schema: report.schema }) as { sessions: unknown }).sessions, null);
});

test('sessions that do not add up are told', () => {
  const { sessions, deliveries } = report;
  assert.ok(sessions);
  const saysOf = (changes: Partial<typeof sessions>): string =>
    contradictionsIn({ ...report, sessions: { ...sessions, ...changes } }).join('\n');
  assert.match(saysOf({ back: 4 }), /left = back \+ stillAway \+ neverBack, of sessions: 5 is not 6/);
  assert.match(saysOf({ missed: deliveries.receiverGone }), /missed by sessions and storms, of gone/);
  assert.match(saysOf({ recovered: 4 }), /recovered after sessions and storms, of recovered: 10 .* 9/);
  assert.match(saysOf({ untaken: 6 }), /untaken, of left, of sessions: 6 .* 5/);
  assert.match(saysOf({ backMs: { ...sessions.backMs, max: 71 } }), /backMs\.max of sessions, of their histogram/);
});

test('runs with the same sessions are merged with theirs, others without', () => {
  const other = lively();
  const { sessions } = mergeOutcomes([lively(), other]);
  assert.deepEqual([sessions?.left, sessions?.missed, sessions?.untaken], [10, 50, 4]);
  assert.equal(mergeOutcomes([lively(), runOutcome()]).sessions, null);
  const longer = { lengthMs: { min: 30_000, max: 600_000 }, pauseMs: { min: 1000, max: 1000 } };
  assert.ok(other.sessions);
  assert.equal(
    mergeOutcomes([lively(), { ...other, sessions: { ...other.sessions, planned: longer } }]).sessions,
    null,
  );
});

test('the terminal tells in a row each what became of storms, sessions and slow readers', () => {
  const lines = summaryLines({
    report,
    kind: 'run',
    files: [],
    width: 200,
    palette: createPalette(0),
    fitsScreen: true,
    voice: ENGLISH_VOICE,
  });
  const rowOf = (label: string): string => {
    const from = lines.findIndex((line) => line.startsWith(label));
    const until = lines.findIndex((line, index) => index > from && !line.startsWith('   '));
    const row = lines.slice(from, until).map((line) => line.slice(14).trim());
    return row.join(' ');
  };
  assert.equal(
    rowOf('storms'),
    'at 20s 3 cut for 2s, 2 back in p50 12.0 ms, max 80.1 ms, 1 never, 40 copies missed, 6 recovered',
  );
  assert.equal(
    rowOf('sessions'),
    'users left 5 times, 3 back in p50 6.00 ms, max 70.0 ms, 1 away at the end, 1 never, 25 copies missed, 3 recovered',
  );
  assert.equal(
    rowOf('slow readers'),
    '2 for 20s from 10s on, 85 of 100 copies came later, 5 never came, 10 went with connections that ended, 1 cut by the server, 0 back',
  );
});

test('Markdown and the page have them as tables, and the findings say who did not come back', () => {
  const markdown = markdownReporter.render(report);
  assert.match(markdown, /\| 30s to 5m \| 1s \| 5 \| 3 \| 1 \| 1 \| 6\.00 ms \| 70\.0 ms \| 25 \| 3 \|/);
  assert.match(markdown, /\| 20s \| 2s \| 3 \| 2 \| 1 \|/);
  const { sessions } = pageDataOf(report);
  assert.deepEqual([sessions?.left, sessions?.neverBack, sessions?.pauseMs], [5, 1, { min: 1000, max: 1000 }]);
  const findings = report.findings.join('\n');
  assert.match(findings, /Of the 5 times that users left by plan, 1 were without a return though there was time/);
  assert.match(findings, /Users left 2 times before the server had shown/);
});
