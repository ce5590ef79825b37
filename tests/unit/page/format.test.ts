import assert from 'node:assert/strict';
import test from 'node:test';
import { count, countTick, latencyTick, moment, percent, planned, rate, span, timestamp } from '#dist/page/format.js';

test('times of a run are as short as they are clear', () => {
  assert.deepEqual([0, 34, 7.5, 119.96, 125, 3_725].map(moment), ['0 s', '34 s', '7.5 s', '120 s', '2:05', '1:02:05']);
  assert.deepEqual([31, 266.5, 30_000, 600_000].map(span), ['31 ms', '267 ms', '30.0 s', '10:00']);
  assert.deepEqual([30_000, 60_000, 600_000, 90_500].map(planned), ['30 s', '60 s', '10 min', '90.5 s']);
  assert.equal(timestamp('2026-12-31T23:59:00.000Z'), '2026-12-31 23:59:00 UTC');
});

test('labels of axes are short', () => {
  assert.deepEqual([0, 0.5, 500, 1_500, 2_000_000].map(countTick), ['0', '0.5', '500', '1.5k', '2M']);
  assert.deepEqual([0.05, 0.5, 12, 1_500].map(latencyTick), ['50 µs', '0.5 ms', '12 ms', '1.5 s']);
});

test('what was not measured is a dash and no 0', () => {
  assert.deepEqual([count(null), rate(null), percent(null), span(null)], ['–', '–', '–', '–']);
  assert.deepEqual(
    [rate(0), rate(0.4), rate(1_022), percent(0.034), percent(0.5)],
    ['0', '0.4', '1,022', '3.4 %', '50 %'],
  );
});
