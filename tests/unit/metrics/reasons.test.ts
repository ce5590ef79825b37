import assert from 'node:assert/strict';
import test from 'node:test';
import { MOST_REASONS_KEPT, ReasonTable } from '#dist/metrics/reasons.js';

test('the most frequent reason comes first', () => {
  const table = new ReasonTable();
  table.count('server.error-event', 'muted');
  for (let times = 0; times < 3; times++) table.count('server.closed', '1009');
  assert.deepEqual(table.all, [
    { kind: 'server.closed', text: '1009', count: 3 },
    { kind: 'server.error-event', text: 'muted', count: 1 },
  ]);
});

test('texts that differ in numbers and ids alone are one reason, told as it came first', () => {
  const table = new ReasonTable();
  for (let user = 1; user <= 40; user++)
    table.count('server.join-refused', `user ${user} of 3f2504e0-4f89-11d3-9a0c is banned until 12:${user}`);
  assert.deepEqual(table.all, [
    {
      kind: 'server.join-refused',
      text: 'user 1 of 3f2504e0-4f89-11d3-9a0c is banned until 12:1',
      count: 40,
    },
  ]);
});

test('the same text of two kinds is two reasons', () => {
  const table = new ReasonTable();
  table.count('server.join-refused', 'full');
  table.count('server.connect-refused', 'full');
  assert.equal(table.all.length, 2);
});

test('what was counted is taken once', () => {
  const table = new ReasonTable();
  table.count('server.closed', '1009');
  assert.deepEqual(table.take(), [{ kind: 'server.closed', text: '1009', count: 1 }]);
  assert.deepEqual(table.take(), []);
  table.count('server.closed', '1009');
  assert.deepEqual(table.take(), [{ kind: 'server.closed', text: '1009', count: 1 }]);
  assert.equal(table.all[0]?.count, 2);
});

test('a server that says something else each time fills no memory, and what it says often stays', () => {
  const table = new ReasonTable();
  const word = (index: number): string => index.toString(2).replaceAll('0', 'o').replaceAll('1', 'l');
  for (let index = 0; index < 10_000; index++) {
    table.count('server.error-event', word(index));
    if (index % 10 === 0) table.count('server.error-event', 'muted');
  }
  assert.ok(table.all.length <= MOST_REASONS_KEPT);
  assert.deepEqual(table.all[0], { kind: 'server.error-event', text: 'muted', count: 1000 });
});

test('adding up in another order makes no difference', () => {
  const parts = [3, 1, 2].map((user) => [
    { kind: 'server.error-event', text: `user ${user} is muted`, count: user } as const,
  ]);
  const sumOf = (lists: typeof parts): ReasonTable['all'] => {
    const table = new ReasonTable();
    for (const list of lists) table.add(list);
    return table.all;
  };
  assert.deepEqual(sumOf(parts), [{ kind: 'server.error-event', text: 'user 1 is muted', count: 6 }]);
  assert.deepEqual(sumOf(parts.toReversed()), sumOf(parts));
});

test('a reason of any length is told shortened', () => {
  const table = new ReasonTable();
  table.count('server.error-event', 'no '.repeat(500));
  assert.ok((table.all[0]?.text.length ?? 0) <= 201);
});
