import assert from 'node:assert/strict';
import test from 'node:test';
import { messagesToBeCertainOf } from '#dist/search/goal.js';

test('a p99 takes 459 messages to be certain, a p95 90, and a p50 seven', () => {
  assert.deepEqual([0.01, 0.05, 0.5].map(messagesToBeCertainOf), [459, 90, 7]);
});

test('a bound of nothing lost asks for no number of messages: none would be enough', () => {
  assert.equal(messagesToBeCertainOf(0), 0);
});
