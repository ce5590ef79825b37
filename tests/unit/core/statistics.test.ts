import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { rankCorrelation, theilSen } from '#dist/core/statistics.js';

test('the slope of a straight line is its own, between itself and itself', () => {
  const line = Array.from({ length: 12 }, (_, x) => [x, 3 * x + 1] as const);
  assert.deepEqual(theilSen(line), { slope: 3, low: 3, high: 3 });
});

test('of five points the interval of Sen is that of the ordered slopes', () => {
  // Ten slopes; z √(5 × 4 × 15 / 18) = 8.002: the limits would be the first from below and none above: floor(0.999) = 0.
  const points = [
    [1, 5],
    [2, 15],
    [3, 15],
    [4, 25],
    [5, 20],
  ] as const;
  const found = theilSen(points);
  assert.ok(found !== undefined);
  assert.ok(Math.abs(found.slope - (3.75 + 5) / 2) < 1e-9);
  assert.equal(found.low, null);
  assert.equal(found.high, null);
});

test('a few outliers do not move the slope', () => {
  const points = Array.from({ length: 30 }, (_, x) => [x, x % 10 === 9 ? 1e9 : 2 * x] as const);
  const { slope = 0, low = null, high = null } = theilSen(points) ?? {};
  assert.ok(slope >= 2 && slope < 3);
  assert.ok(low !== null && high !== null && low <= slope && slope <= high);
});

test('a slope scales with its values and does not see where they begin', () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 20 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 50 }), fc.integer({ min: -500, max: 500 }), (ys, factor, shift) => {
      const one = theilSen(ys.map((y, x) => [x, y]));
      const other = theilSen(ys.map((y, x) => [x, y * factor + shift]));
      assert.ok(Math.abs((one?.slope ?? 0) * factor - (other?.slope ?? 0)) < 1e-6);
      assert.ok(one !== undefined && (one.low ?? one.slope) <= one.slope && one.slope <= (one.high ?? one.slope));
    }),
  );
});

test('points at one place have no slope', () => {
  assert.equal(theilSen([]), undefined);
  assert.equal(
    theilSen([
      [1, 1],
      [1, 2],
    ]),
    undefined,
  );
});

test('ranks correlate as far as one series goes the way of the other', () => {
  assert.equal(rankCorrelation([1, 2, 3, 4], [10, 20, 30, 1000]), 1);
  assert.equal(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1]), -1);
  assert.equal(rankCorrelation([1, 2, 3, 4], [7, 7, 7, 7]), 0);
  assert.ok(Math.abs(rankCorrelation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]) - 0.8) < 1e-9);
});
