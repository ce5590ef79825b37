import assert from 'node:assert/strict';
import test from 'node:test';
import { pickFields, recordOf } from '#dist/core/records.js';
import { ROOM_COLUMNS, TIMELINE, TIMELINE_COLUMNS } from '#dist/metrics/columns.js';
import { mergeTimelines } from '#dist/report/merge/merge-timeline.js';
import { runOutcome, timelineSecond } from '../../helpers/report/outcome.js';

test('each column has its own place, and none is left free', () => {
  assert.deepEqual(
    TIMELINE_COLUMNS.map((column) => TIMELINE[column].place),
    TIMELINE_COLUMNS.map((_, place) => place),
  );
  assert.equal(TIMELINE_COLUMNS.length, Object.keys(TIMELINE).length);
});

test('a room’s columns are everything but its name', () => {
  const [room] = runOutcome().rooms;
  assert.ok(room !== undefined);
  assert.deepEqual({ room: room.room, ...pickFields(room, ROOM_COLUMNS) }, room);
});

test('of two runs in one second every column becomes what the table says', () => {
  const base = runOutcome();
  // No histograms: percentiles come from these and from nothing else.
  const runs = [3, 5].map((value) => ({
    ...base,
    timeline: [{ ...timelineSecond(recordOf(TIMELINE_COLUMNS, () => value)), second: 0 }],
    intervals: [],
  }));
  const [row] = mergeTimelines(runs).timeline;
  assert.ok(row !== undefined);
  const becomes = { second: 0, sum: 8, highest: 5, percentile: null, unknown: null };
  assert.deepEqual(
    row,
    recordOf(TIMELINE_COLUMNS, (column) => becomes[TIMELINE[column].merged]),
  );
});
