import assert from 'node:assert/strict';
import test from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { collectGarbage } from '#dist/core/garbage.js';

test('garbage is collected when it is asked for, and programs have no function for it afterwards', async () => {
  const seen = new WeakRef({ text: 'nobody keeps this' });
  // What a turn has looked at lives to its end.
  await nextTurn();
  collectGarbage();
  assert.equal(seen.deref(), undefined);
  assert.equal(Reflect.get(globalThis, 'gc'), undefined);
});
