import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';
import { Worker } from 'node:worker_threads';
import { comingYear, nowUs, sleep, sleepUntil, wallClockIso } from '#dist/core/clock.js';

/** What two readings of one clock by two threads may differ by: each thread finds its own distance to it. */
const TOLERANCE_US = 200;

test('the clock gives whole microseconds that never go back', () => {
  let before = nowUs();
  for (let count = 0; count < 100_000; count++) {
    const now = nowUs();
    assert.ok(Number.isInteger(now) && now >= before);
    before = now;
  }
});

test('the clock is the monotonic clock of the machine', () => {
  const [before, now, after] = [process.hrtime.bigint(), nowUs(), process.hrtime.bigint()];
  assert.ok(now >= Number(before) / 1000 - TOLERANCE_US);
  assert.ok(now <= Number(after) / 1000 + TOLERANCE_US);
});

test('the clock runs as fast as time does', async () => {
  const before = nowUs();
  await sleep(50);
  const elapsedUs = nowUs() - before;
  assert.ok(elapsedUs >= 49_000 && elapsedUs < 1_000_000, `${elapsedUs} µs for 50 ms`);
});

test('threads that started at different times share one origin', async () => {
  for (const delayMs of [0, 20]) {
    await sleep(delayMs);
    const worker = new Worker(new URL('../../helpers/run/clock-worker.js', import.meta.url));
    try {
      await once(worker, 'online');
      for (let round = 0; round < 20; round++) {
        const before = nowUs();
        worker.postMessage('now?');
        const [there] = (await once(worker, 'message')) as unknown[];
        const after = nowUs();
        assert.ok(typeof there === 'number');
        assert.ok(there >= before - TOLERANCE_US, `the worker is ${before - there} µs behind`);
        assert.ok(there <= after + TOLERANCE_US, `the worker is ${there - after} µs ahead`);
      }
    } finally {
      await worker.terminate();
    }
  }
});

test('a sleep ends when it is aborted, and at once when it was before', async () => {
  const controller = new AbortController();
  const before = nowUs();
  const sleeping = sleep(60_000, controller.signal);
  controller.abort(new Error('enough'));
  await sleeping;
  await sleep(60_000, controller.signal);
  assert.ok(nowUs() - before < 10_000_000);
});

test('a sleep that ended leaves no listener behind', async () => {
  const { signal } = new AbortController();
  const listeners = new Set<unknown>();
  signal.addEventListener = (_: string, listener: unknown): void => void listeners.add(listener);
  signal.removeEventListener = (_: string, listener: unknown): void => void listeners.delete(listener);
  const sleeping = sleep(1, signal);
  assert.equal(listeners.size, 1);
  await sleeping;
  assert.equal(listeners.size, 0);
});

test('wall-clock time is ISO 8601 in UTC', () => {
  assert.match(wallClockIso(), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('the coming year is the one after this', () => {
  assert.ok([0, 1].includes(comingYear() - 1 - new Date().getFullYear()));
});

test('who sleeps until a moment never wakes before it', async () => {
  for (let round = 0; round < 30; round++) {
    const atUs = nowUs() + 1000 + round * 37;
    await sleepUntil(atUs);
    assert.ok(nowUs() >= atUs);
  }
});

test('many sleep on one signal without a warning, and all wake when it aborts', async (t) => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  t.after(() => process.off('warning', note));
  const waking = new AbortController();
  const sleepers = Array.from({ length: 50 }, () => sleep(60_000, waking.signal));
  waking.abort();
  await Promise.all(sleepers);
  await sleep(5);
  assert.deepEqual(warnings, []);
});
