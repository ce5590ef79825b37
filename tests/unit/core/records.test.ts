import assert from 'node:assert/strict';
import test from 'node:test';
import { highestOf, sumOf, sumsOf } from '#dist/core/numbers.js';
import { keysOf, pickFields, recordOf } from '#dist/core/records.js';

test('keys, values and fields come in the order in which they were named', () => {
  assert.deepEqual(keysOf({ b: 1, a: 2 }), ['b', 'a']);
  assert.equal(JSON.stringify(recordOf(['b', 'a'], (name) => name.toUpperCase())), '{"b":"B","a":"A"}');
  assert.equal(JSON.stringify(pickFields({ a: 1, b: null, c: 3 }, ['c', 'b'])), '{"c":3,"b":null}');
});

test('sums take what is named, and the highest what is known', () => {
  const parts = [
    { sent: 1, lost: 2, room: 3 },
    { sent: 10, lost: 20, room: 30 },
  ];
  assert.deepEqual(sumsOf(parts, ['sent', 'lost']), { sent: 11, lost: 22 });
  assert.deepEqual(sumsOf([], ['sent']), { sent: 0 });
  assert.deepEqual([sumOf([]), sumOf([1, 2])], [0, 3]);
  assert.deepEqual([highestOf([null, -2, -5]), highestOf([null]), highestOf([])], [-2, null, null]);
});
