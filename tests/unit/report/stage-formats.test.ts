import assert from 'node:assert/strict';
import test from 'node:test';
import { ENGLISH_VOICE } from '#dist/report/voice.js';
import { createPalette } from '#dist/cli/colours.js';
import { summaryLines } from '#dist/cli/summary/summary.js';
import type { Stage } from '#dist/core/stages.js';
import { csvReporter } from '#dist/report/reporters/csv.js';
import { junitReporter } from '#dist/report/reporters/junit.js';
import { markdownReporter } from '#dist/report/reporters/markdown.js';
import { eventfulReport } from '../../helpers/report/page-report.js';
import { stagedReport } from '../../helpers/report/staged-report.js';

const report = stagedReport({ thresholds: ['p99(delivery@spike)<20ms', 'recovery@spike<10s', 'lost==0'] });

function summary(width: number, shown = report): string[] {
  return summaryLines({
    report: shown,
    kind: 'run',
    files: [],
    width,
    palette: createPalette(0),
    fitsScreen: true,
    voice: ENGLISH_VOICE,
  });
}

test('the summary has a table of the stages, and says in half a line what is left out of the numbers', () => {
  const lines = summary(80);
  assert.ok(
    lines.includes('stage             planned/s    sent/s arrived/s     lost       p99 back after'),
    lines.join('\n'),
  );
  assert.ok(
    lines.includes('spike                 2,000     2,000     2,000       12   59.6 ms      2.0 s'),
    lines.join('\n'),
  );
  assert.ok(lines.includes('not measured  warm-up is in the ledger, and in no other number'));
  assert.ok(lines.some((line) => line.endsWith('recovery@spike<10s (2.00 s)')));
  assert.doesNotMatch(summary(80, eventfulReport()).join('\n'), /stage|not measured/);
});

test('a narrow summary has the p99 of the stages, and of many stages the first', () => {
  const lines = summary(40);
  assert.ok(lines.includes('spike            59.6 ms      2.0 s'), lines.join('\n'));
  const stages = Array.from(
    { length: 30 },
    (_, index): Stage => ({ name: `stage ${index + 1}`, durationMs: 1000, from: 1000, to: 1000, measured: true }),
  );
  assert.match(summary(80, stagedReport({}, stages)).join('\n'), /stage 5 .*\n… and 25 more, which the reports have\n/);
});

test('Markdown has the stages as a table, and says what is not measured', () => {
  const markdown = markdownReporter.render(report);
  assert.match(markdown, /\| <code>spike<\/code> \| 2,000 \| 2,000 \| 2,000 \| \*\*12\*\* \| .* \| 2\.0 s \| VALID \|/);
  assert.match(markdown, /Not measured: warm-up is in the ledger, and in no other number\./);
});

test('JUnit has a case a stage, and the thresholds of a stage in a class of their own', () => {
  const xml = junitReporter.render(report);
  assert.match(xml, /<testcase classname="newyear-load\.stages" name="spike" time="0\.000"\/>/);
  assert.match(xml, /classname="newyear-load\.thresholds\.spike" name="p99\(delivery@spike\)&lt;20ms"/);
  assert.match(xml, /classname="newyear-load\.thresholds" name="lost==0"/);
});

test('the CSV names the stage of each second, where the load has stages', () => {
  const lines = csvReporter.render(report).trimEnd().split('\n');
  assert.match(lines[0] ?? '', /,stage$/);
  assert.deepEqual(
    [1, 5, 6, 16, 19].map((line) => lines[line]?.split(',').at(-1)),
    ['warm-up', 'warm-up', 'before', 'spike', 'after'],
  );
  assert.doesNotMatch(csvReporter.render(eventfulReport()).split('\n')[0] ?? '', /stage/);
});
