import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { parseSelector } from '#dist/core/server-watch.js';
import { readMetrics } from '#dist/sampling/prometheus-text.js';

function valueOf(text: string, selector: string): number | null | undefined {
  const wanted = parseSelector(selector);
  assert.ok(wanted !== undefined, selector);
  return readMetrics(text, [wanted]).values[0];
}

const TEXT = [
  '# HELP http_requests_total The total number of HTTP requests.',
  '# TYPE http_requests_total counter',
  'http_requests_total{method="post",code="200"} 1027 1395066363000',
  'http_requests_total{method="post",code="400"}    3 1395066363000',
  '',
  'msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9',
  'metric_without_timestamp_and_labels 12.47',
  'something_weird{problem="division by zero"} +Inf -3982045',
  'rpc_duration_seconds{quantile="0.99"} NaN',
  'process_resident_memory_bytes 5.0995200e+07',
  'with_exemplar_total{le="0.1",} 8 # {trace_id="KOO5S4vxi0o"} 0.67',
  'tabs\t\t7\r',
].join('\n');

test('samples are read as the format has them', () => {
  assert.equal(valueOf(TEXT, 'metric_without_timestamp_and_labels'), 12.47);
  assert.equal(valueOf(TEXT, 'process_resident_memory_bytes'), 50_995_200);
  assert.equal(valueOf(TEXT, 'with_exemplar_total'), 8);
  assert.equal(valueOf(TEXT, 'tabs'), 7);
  assert.equal(valueOf(TEXT, 'msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT"}'), 1_458_255_915);
});

test('the samples that have the labels add up', () => {
  assert.equal(valueOf(TEXT, 'http_requests_total'), 1030);
  assert.equal(valueOf(TEXT, 'http_requests_total{code="400"}'), 3);
  assert.equal(valueOf(TEXT, 'http_requests_total{ method = "post" , code="200" }'), 1027);
  assert.equal(valueOf(TEXT, 'http_requests_total{code="500"}'), null);
});

test('what is no number is no value', () => {
  for (const name of ['something_weird', 'rpc_duration_seconds', 'not_there', 'http_requests']) {
    assert.equal(valueOf(TEXT, name), null, name);
  }
});

test('other texts have no samples', () => {
  for (const text of [
    '',
    '<!doctype html>\n<html lang="en">\n<p>no 5</p>',
    '{"status": "ok", "n": 5}',
    '# only a comment 5',
    'word',
  ]) {
    assert.deepEqual(readMetrics(text, [{ name: 'ok', labels: [] }]), { values: [null], hasSamples: false }, text);
  }
});

test('no text is refused by an exception', () => {
  const line = fc.stringMatching(/^[a-z{}="\\,. 0-9#e+-]{0,40}$/);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
      const { values } = readMetrics(lines.join('\n'), [{ name: 'a', labels: [['b', 'c']] }]);
      assert.ok(values.every((value) => value === null || Number.isFinite(value)));
    }),
  );
});

test('a long line of labels takes time as its length', () => {
  const text = `a{${'b="c",'.repeat(150_000)}} 1\na{${'b="'.repeat(300_000)} 1\n`;
  assert.deepEqual(readMetrics(text, [{ name: 'a', labels: [['b', 'c']] }]).values, [1]);
});

test('a selector that is none is refused', () => {
  for (const text of ['', '1a', 'a b', 'a{', 'a{b}', 'a{b=c}', 'a{b="c"', 'a{b="c"}x', 'a{b="c" d="e"}']) {
    assert.equal(parseSelector(text), undefined, text);
  }
  assert.deepEqual(parseSelector(' a:b{} '), { name: 'a:b', labels: [] });
});
