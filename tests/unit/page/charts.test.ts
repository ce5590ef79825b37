import assert from 'node:assert/strict';
import test from 'node:test';
import { heatBinsOf } from '#dist/page/charts/heat-bins.js';
import { logSplits } from '#dist/page/charts/options.js';
import { trailingP99 } from '#dist/page/charts/trailing-p99.js';
import { TimeAxis } from '#dist/page/charts/time-axis.js';

const HEAT = {
  binsPerDecade: 16,
  secondsPerColumn: 1,
  columns: {
    echo: [[48, 5, 1], []],
    fanout: [
      [50, 7],
      [47, 2],
    ],
  },
};

test('echo and fan-out together are the sum of both in every cell', () => {
  const { columns, extent } = heatBinsOf(HEAT, 'delivery');
  assert.deepEqual(columns, [
    { first: 48, counts: [5, 1, 7] },
    { first: 47, counts: [2] },
  ]);
  assert.deepEqual(extent, { low: 47, high: 51, most: 7 });
  assert.equal(heatBinsOf({ ...HEAT, columns: { echo: [], fanout: [[]] } }, 'fanout').extent, undefined);
});

test('a bin begins where its latency falls into it', () => {
  const { lowMsOf, binOf } = heatBinsOf(HEAT, 'echo');
  assert.equal(lowMsOf(48), 1);
  for (const bin of [0, 16, 47, 48, 49, 80]) assert.equal(binOf(lowMsOf(bin)), bin);
});

test('the axis shows the whole run until somebody zooms, and keeps what was zoomed to when the run grows', () => {
  const axis = new TimeAxis();
  axis.extendTo(60);
  assert.deepEqual(axis.range, { min: 0, max: 60 });
  axis.zoomTo({ min: 10, max: 20 });
  axis.extendTo(61);
  assert.deepEqual(axis.range, { min: 10, max: 20 });
  axis.shift(-2);
  assert.deepEqual(axis.range, { min: 0, max: 10 });
  axis.zoomBy(100);
  assert.deepEqual(axis.range, { min: 0, max: 61 });
  axis.zoomTo({ min: 60.9, max: 61 });
  assert.deepEqual(axis.range, { min: 59, max: 61 }, 'never less than anybody can see');
});

test('who listens to the axis is told what is shown', () => {
  const axis = new TimeAxis();
  const told: (readonly [number, boolean])[] = [];
  axis.onRange(({ max }, isZoomed) => told.push([max, isZoomed]));
  axis.extendTo(60);
  axis.zoomTo({ min: 0, max: 30 });
  axis.reset();
  assert.deepEqual(told, [
    [1, false],
    [60, false],
    [30, true],
    [60, false],
  ]);
});

test('a logarithmic axis has round values, and fewer where they would be many', () => {
  assert.deepEqual(logSplits(0.4, 30), [0.5, 1, 2, 5, 10, 20]);
  assert.deepEqual(logSplits(0.04, 3_000), [0.1, 1, 10, 100, 1_000]);
});

test('the keyboard goes from row to row, and what is shown follows it', () => {
  const axis = new TimeAxis();
  axis.extendTo(
    60,
    Array.from({ length: 60 }, (_, second) => second),
  );
  axis.zoomTo({ min: 10, max: 20 });
  axis.moveCursor(1);
  assert.deepEqual(axis.range, { min: 10, max: 20 }, 'from the edge of what is shown');
  axis.moveCursor(Number.POSITIVE_INFINITY);
  assert.deepEqual(axis.range, { min: 50, max: 60 });
  axis.moveCursor(1);
  axis.moveCursor(Number.NEGATIVE_INFINITY);
  assert.deepEqual(axis.range, { min: 0, max: 10 });
  axis.clearCursor();
  axis.moveCursor(-1);
  assert.deepEqual(axis.range, { min: 0, max: 10 }, 'from the other edge');
  new TimeAxis().moveCursor(1);
});

test('seconds with too few copies for a p99 have that of themselves and as many before them as it takes', () => {
  // 300 copies a second in the bin of 1 ms, and in second 5 forty of them in that of 100 ms.
  const quiet = [48, 300];
  const slow = [48, 260, ...Array.from({ length: 31 }, () => 0), 40];
  const fanout = [quiet, quiet, quiet, quiet, quiet, slow, quiet, quiet, quiet, quiet];
  const bins = heatBinsOf({ binsPerDecade: 16, secondsPerColumn: 1, columns: { echo: [], fanout } }, 'fanout');
  const values = trailingP99(bins, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const rounded = values.map((value) => (value === null ? null : Math.round(value)));
  assert.deepEqual(rounded, [null, null, null, 1, 1, 115, 115, 115, 115, 1, null]);
  const rare = heatBinsOf(
    {
      binsPerDecade: 16,
      secondsPerColumn: 1,
      columns: { echo: [], fanout: Array.from({ length: 90 }, () => [48, 1]) },
    },
    'fanout',
  );
  assert.deepEqual(
    new Set(
      trailingP99(
        rare,
        Array.from({ length: 90 }, (_, second) => second),
      ),
    ),
    new Set([null]),
  );
});
