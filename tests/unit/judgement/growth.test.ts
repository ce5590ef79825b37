import assert from 'node:assert/strict';
import test from 'node:test';
import { growthOf, keepsGrowing, type SecondValue } from '#dist/judgement/growth.js';

const MIB = 2 ** 20;

function values(seconds: number, valueAt: (second: number) => number): SecondValue[] {
  return Array.from({ length: seconds }, (_, second) => ({ second, value: valueAt(second) }));
}

/** Up to 30 MiB that a garbage collection takes away every seven seconds. */
function sawtooth(second: number): number {
  return (second % 7) * 5 * MIB;
}

test('a leak is told by its slope a minute, whatever garbage lies on top of it', () => {
  const growth = growthOf(values(240, (second) => 100 * MIB + second * 0.1 * MIB + sawtooth(second)));
  assert.ok(growth !== null && growth.low !== null && growth.high !== null);
  assert.ok(Math.abs(growth.perMinute - 6 * MIB) < 0.5 * MIB, `${growth.perMinute / MIB}`);
  assert.ok(growth.low <= growth.perMinute && growth.perMinute <= growth.high);
  assert.ok(growth.low > 0);
});

test('garbage alone is no growth', () => {
  const growth = growthOf(values(240, (second) => 100 * MIB + sawtooth(second)));
  assert.ok(growth !== null && Math.abs(growth.perMinute) < 0.2 * MIB);
  assert.equal(keepsGrowing(values(240, (second) => 100 * MIB + sawtooth(second))), false);
});

test('a day of seconds is told in a moment', () => {
  const growth = growthOf(values(86_400, (second) => second));
  assert.ok(Math.abs((growth?.perMinute ?? 0) - 60) < 1e-6);
});

test('too few seconds tell nothing', () => {
  assert.equal(growthOf([]), null);
  assert.equal(growthOf(values(2, (second) => second)), null);
  assert.deepEqual(growthOf(values(3, (second) => second)), { perMinute: 60, low: null, high: null });
  assert.equal(keepsGrowing([]), null);
  assert.equal(keepsGrowing(values(19, (second) => second * MIB)), null);
});

test('memory that levels off does not keep growing, and memory that goes on does', () => {
  const warmUp = values(120, (second) => 100 * MIB + Math.min(second, 30) * 2 * MIB);
  assert.equal(keepsGrowing(warmUp), false);
  assert.equal(keepsGrowing(values(120, (second) => 100 * MIB + second * MIB)), true);
  assert.equal(keepsGrowing(values(30, (second) => 100 * MIB + second * MIB)), true);
});

test('a rise that is certain and adds up to nothing is none', () => {
  assert.equal(keepsGrowing(values(120, (second) => 100 * MIB + second * 1000)), false);
  assert.equal(keepsGrowing(values(120, (second) => 1000 * MIB - second * MIB)), false);
});
