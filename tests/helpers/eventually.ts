import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';

/** Longer than anything that a loopback server does. */
const PATIENCE_MS = 10_000;

/** Waits until it holds; fails with `state` when it never does. */
export async function eventually(holds: () => boolean, state: () => unknown = () => ''): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!holds()) {
    assert.ok(performance.now() < deadline, `waited in vain; there is ${JSON.stringify(state())}`);
    await wait(2);
  }
}
