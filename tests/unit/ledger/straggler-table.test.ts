import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { MESSAGE, MESSAGE_FIELDS, StragglerTable } from '#dist/ledger/straggler-table.js';

/** A record of message `number`, behind another one in the same array. */
function recordsOf(number: number): Int32Array {
  const own = [number % 5, number % 3, number % 2, number + 7, number * 11];
  return Int32Array.from([...Array.from({ length: MESSAGE_FIELDS }, () => -9), ...own]);
}

function assertHolds(table: StragglerTable, number: number): void {
  const place = table.placeOf(number);
  assert.notEqual(place, -1, `message ${number} is not found`);
  const found = table.records.subarray(place, place + MESSAGE_FIELDS);
  assert.deepEqual(found, recordsOf(number).subarray(MESSAGE_FIELDS));
}

test('a table of stragglers holds what a plain map holds, whatever is added above and removed', () => {
  const step = fc.oneof(fc.record({ gap: fc.nat(4) }), fc.record({ remove: fc.nat(10_000) }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400, size: 'max' }), (steps) => {
      const table = new StragglerTable();
      const naive = new Set<number>();
      let next = 0;
      for (const action of steps) {
        if ('gap' in action) {
          next += action.gap;
          table.add(next, recordsOf(next), MESSAGE_FIELDS);
          naive.add(next++);
        } else if (naive.size > 0) {
          const number = [...naive][action.remove % naive.size] ?? -1;
          table.remove(table.placeOf(number));
          naive.delete(number);
        }
        assert.equal(table.size, naive.size);
      }
      for (let number = 0; number <= next; number++) {
        if (naive.has(number)) assertHolds(table, number);
        else assert.equal(table.placeOf(number), -1);
      }
      const sentAt = Array.from(table.places(), (place) => table.records[place + MESSAGE.sentAtMs]);
      assert.deepEqual(
        sentAt,
        Array.from(naive, (number) => number * 11),
      );
    }),
    { numRuns: 200 },
  );
});

test('what is written into a record stays when the table grows', () => {
  const table = new StragglerTable();
  table.add(3, recordsOf(3), MESSAGE_FIELDS);
  table.records[table.placeOf(3) + MESSAGE.got] = 41;
  for (let number = 4; number < 1000; number++) table.add(number, recordsOf(number), MESSAGE_FIELDS);
  assert.equal(table.records[table.placeOf(3) + MESSAGE.got], 41);
});

test('a table whose stragglers have all come takes no room any more', () => {
  const table = new StragglerTable();
  for (let number = 0; number < 100_000; number++) table.add(number, recordsOf(number), MESSAGE_FIELDS);
  for (let number = 0; number < 100_000; number++) table.remove(table.placeOf(number));
  assert.equal(table.size, 0);
  assert.ok(table.records.length <= 100 * MESSAGE_FIELDS, `${table.records.length} integers`);
});
