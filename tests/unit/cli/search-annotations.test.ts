import assert from 'node:assert/strict';
import test from 'node:test';
import { annotationsOfSearch } from '#dist/cli/ci/search-annotations.js';
import { madeReport, slowAbove } from '../../helpers/capacity/told.js';

const FOUND = madeReport({ at: slowAbove(1500) });

test('a search that found its bounds is not mentioned, one that is irregular is a warning', () => {
  assert.deepEqual(annotationsOfSearch(FOUND), []);
  assert.deepEqual(annotationsOfSearch(madeReport({ at: slowAbove(10) })), [
    { level: 'warning', title: 'Capacity', message: 'not even 50 messages/s holds: p99 was 1.89 s' },
  ]);
});

test('less than was asked for is an error', () => {
  const [told, ...rest] = annotationsOfSearch({ ...FOUND, plan: { ...FOUND.plan, atLeast: 2000 } });
  assert.deepEqual(rest, []);
  assert.equal(told?.level, 'error');
  assert.match(told?.message ?? '', /^at least 2,000 messages\/s were asked for: holds 1,460 messages\/s /);
  assert.deepEqual(annotationsOfSearch({ ...FOUND, plan: { ...FOUND.plan, atLeast: 1460 } }), []);
});
