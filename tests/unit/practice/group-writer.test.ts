import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { GroupWriter } from '#dist/practice/store/group-writer.js';

test('what comes while a write goes on goes out together in the next one, in its order', async () => {
  const groups: (readonly number[])[] = [];
  const writer = new GroupWriter<number>(async (items) => {
    groups.push(items);
    await setImmediate();
  });
  const first = writer.add(1);
  await Promise.resolve();
  await Promise.all([first, writer.add(2), writer.add(3)]);
  assert.deepEqual(groups, [[1], [2, 3]]);
});

test('a write that fails fails for those whose it was, and for nobody after them', async () => {
  const writer = new GroupWriter<string>((items) =>
    items.includes('bad') ? Promise.reject(new Error('full')) : Promise.resolve(),
  );
  await assert.rejects(writer.add('bad'), /full/);
  await writer.add('good');
  await writer.idle();
});

test('a bound on the group holds, and idle waits for all', async () => {
  const sizes: number[] = [];
  const writer = new GroupWriter<number>(async (items) => {
    sizes.push(items.length);
    await setImmediate();
  }, 2);
  for (let item = 0; item < 5; item++) void writer.add(item);
  await writer.idle();
  assert.deepEqual(sizes, [2, 2, 1]);
});
