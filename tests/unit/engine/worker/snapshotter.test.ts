import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nowUs } from '#dist/core/clock.js';
import { Snapshotter } from '#dist/engine/worker/snapshotter.js';
import { startScripted } from '../../../helpers/wire/scripted-socket-server.js';
import { welcome, workerFor } from '../../../helpers/run/one-worker.js';

/** The seconds that a worker tells at once, which began so long ago, and how many events it says of each. */
async function toldAfter(
  t: Parameters<typeof workerFor>[0],
  heldUpMs: number,
): Promise<[second: number, events: number][]> {
  const server = await startScripted((peer) => welcome(peer, () => undefined));
  t.after(() => server.close());
  const { context } = await workerFor(t, server.url, 1);
  const told: [number, number][] = [];
  const snapshotter = new Snapshotter(context, ({ second, counters }) => told.push([second, counters.otherEvents]));
  snapshotter.onEnd = () => context.tally.counters.otherEvents++;
  snapshotter.start(nowUs() - heldUpMs * 1000);
  context.tally.counters.otherEvents += 100;
  snapshotter.turn();
  snapshotter.stop();
  // The first is about the time before.
  return told.slice(1);
}

test('a worker that was held up tells every second that it missed, each with what fell due in it', async (t) => {
  assert.deepEqual(await toldAfter(t, 3200), [
    [0, 101],
    [1, 1],
    [2, 1],
  ]);
  assert.deepEqual(await toldAfter(t, 800), []);
});

test('of very many missed seconds the last ones are told apart', async (t) => {
  const told = await toldAfter(t, 3_600_200);
  assert.deepEqual([told[0], told.at(-1), told.length], [[3592, 101], [3599, 1], 8]);
});
