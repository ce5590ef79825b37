import assert from 'node:assert/strict';
import test from 'node:test';
import { inEnglish, isMessage } from '#dist/core/language/words.js';
import { isRecord, parseOutSpec, RUN_FORMATS } from '#dist/report/out-spec.js';
import { OPTIONS } from '#dist/scenario/options.js';

function problemOf(text: string): string {
  const spec = parseOutSpec(text);
  return isMessage(spec) ? inEnglish(spec) : 'accepted';
}

test('a format and a file are read, stdout included', () => {
  assert.deepEqual(parseOutSpec('json=report.json'), { format: 'json', path: 'report.json' });
  assert.deepEqual(parseOutSpec('csv=-'), { format: 'csv', path: '-' });
  assert.deepEqual(parseOutSpec('json=a=b.json'), { format: 'json', path: 'a=b.json' });
});

test('a bare path names its format by its extension', () => {
  assert.deepEqual(parseOutSpec('report.json'), { format: 'json', path: 'report.json' });
  assert.deepEqual(parseOutSpec('out/Timeline.CSV'), { format: 'csv', path: 'out/Timeline.CSV' });
});

test('an unknown format is answered with the nearest one', () => {
  assert.match(problemOf('jsn=report.json'), /unknown format "jsn"; did you mean "json"\?/);
  assert.match(problemOf('report.jsno'), /unknown format "jsno"; did you mean "json"\?; write <format>=report\.jsno/);
});

test('a text without a format or without a file is refused with an example', () => {
  assert.match(problemOf('json='), /json=report\.json/);
  assert.match(problemOf('json'), /json names no file/);
  assert.match(problemOf(''), /<format>=<file>/);
  assert.match(problemOf('-'), /<format>=<file>/);
  assert.match(problemOf('report'), /<format>=<file>/);
  assert.match(problemOf('=report.json'), /unknown format ""/);
});

test('a run can be recorded as well, which a report that is there already cannot', () => {
  const record = parseOutSpec('run.ndjson', RUN_FORMATS);
  assert.deepEqual(record, { format: 'ndjson', path: 'run.ndjson' });
  assert.ok(!isMessage(record) && isRecord(record));
  assert.match(problemOf('run.ndjson'), /unknown format "ndjson"/);
});

test('the help of --out names every format', () => {
  for (const { format } of RUN_FORMATS) assert.match(OPTIONS.out.help, new RegExp(`\\b${format}\\b`));
});
