import assert from 'node:assert/strict';
import test from 'node:test';
import { parseOutSpec } from '#dist/report/out-spec.js';

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
  assert.match(String(parseOutSpec('jsn=report.json')), /unknown format "jsn"; did you mean "json"\?/);
  assert.match(
    String(parseOutSpec('report.jsno')),
    /unknown format "jsno"; did you mean "json"\?; write <format>=report\.jsno/,
  );
});

test('a text without a format or without a file is refused with an example', () => {
  assert.match(String(parseOutSpec('json=')), /json=report\.json/);
  assert.match(String(parseOutSpec('json')), /json names no file/);
  assert.match(String(parseOutSpec('')), /<format>=<file>/);
  assert.match(String(parseOutSpec('-')), /<format>=<file>/);
  assert.match(String(parseOutSpec('report')), /<format>=<file>/);
  assert.match(String(parseOutSpec('=report.json')), /unknown format ""/);
});
