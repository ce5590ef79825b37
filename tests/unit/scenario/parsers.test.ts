import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  formatRoomSize,
  LONGEST_MS,
  askedRate,
  type Parsed,
  roomSize,
  time,
  wholeNumber,
  workerCount,
} from '#dist/scenario/parsers.js';
import { formatTime } from '#dist/core/units.js';

function valueOf<T>(parsed: Parsed<T>): T | undefined {
  return parsed.ok ? parsed.value : undefined;
}

test('every room size is read back from its text', () => {
  const range = fc
    .tuple(fc.integer({ min: 2, max: 9999 }), fc.nat(9999))
    .map(([min, more]) => ({ min, max: min + more }));
  fc.assert(
    fc.property(fc.oneof(fc.constant('all' as const), range), (size) => {
      assert.deepEqual(valueOf(roomSize(formatRoomSize(size))), size);
    }),
  );
});

test('every whole time up to a day is read back from its text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: LONGEST_MS }), (durationMs) => {
      assert.equal(valueOf(time(1)(formatTime(durationMs))), durationMs);
    }),
  );
});

test('a whole number is taken within its bounds only', () => {
  fc.assert(
    fc.property(fc.integer(), (value) => {
      assert.equal(valueOf(wholeNumber(2, 1000)(`${value}`)), value >= 2 && value <= 1000 ? value : undefined);
    }),
  );
});

test('what is no value of an option is rejected with a sentence', () => {
  for (const text of ['', '1', '8-3', '3-', 'some', '2.5', '-3']) assert.equal(roomSize(text).ok, false, text);
  for (const text of ['', '5', '0s', '25h', '-1s', '1d', 'NaNs']) assert.equal(time(1)(text).ok, false, text);
  for (const text of ['', '0', '-1', 'min', 'Infinity', '1e9', '99999999'])
    assert.equal(askedRate(text).ok, false, text);
  for (const text of ['0', '65', 'many']) assert.equal(workerCount(text).ok, false, text);
});

test('a rate may be fractional, of each user, or max', () => {
  assert.equal(valueOf(askedRate('0.5')), 0.5);
  assert.equal(valueOf(askedRate('max')), 'max');
  assert.deepEqual(valueOf(askedRate(' 0.2 / user ')), { perUser: 0.2 });
  for (const wrong of ['0/user', '-1/user', '1/users', 'max/user', '10000001/user'])
    assert.equal(askedRate(wrong).ok, false, wrong);
});
