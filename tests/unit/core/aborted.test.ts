import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import test from 'node:test';
import { aborted } from '#dist/core/aborted.js';

test('many wait for one signal without a warning, and all hear when it aborts', async (t) => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  t.after(() => process.off('warning', note));
  const ending = new AbortController();
  const waiting = Array.from({ length: 50 }, () => aborted(ending.signal));
  ending.abort();
  await Promise.all(waiting);
  await turn();
  assert.deepEqual(warnings, []);
});

test('who waits for a signal that has aborted waits no longer', async () => {
  await aborted(AbortSignal.abort());
});
