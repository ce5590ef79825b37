import assert from 'node:assert/strict';
import test from 'node:test';
import { percentileMs } from '#dist/metrics/latency-summary.js';
import { RoomLatency } from '#dist/metrics/room-latency.js';
import { counterOf } from '../../helpers/report/spread.js';

/** 1,000 values and more, the slowest as slow as can be. */
const SAMPLES: readonly (readonly number[])[] = [
  Array.from({ length: 1_000 }, (_, index) => index + 1),
  Array.from({ length: 5_000 }, (_, index) => 300 + index * 97),
  Array.from({ length: 1_000 }, (_, index) => (index < 980 ? 1_000 : 3_600_000_000)),
];

test('the p99 of a room is that of its copies, to 1 % or 8 µs', () => {
  for (const samples of SAMPLES) {
    const room = new RoomLatency();
    for (const valueUs of samples) room.record(valueUs);
    const exact = percentileMs(counterOf(samples), 'p99');
    const told = room.p99Ms();
    assert.ok(exact !== null && told !== null);
    assert.ok(told >= exact && told <= Math.max(exact * 1.01, exact + 0.008), `${told} for ${exact}`);
  }
});

test('a room with fewer than 1,000 copies has none, and impossible latencies are no copies', () => {
  const room = new RoomLatency();
  for (let index = 0; index < 999; index++) room.record(500);
  room.record(-1);
  room.record(Number.NaN);
  room.record(4e9);
  assert.equal(room.p99Ms(), null);
  room.record(500);
  assert.equal(room.p99Ms(), 0.503);
});
