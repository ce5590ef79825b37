import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { disconnect } from '#dist/engine/worker/phases/connections.js';
import { PhaseMeter } from '#dist/engine/worker/phases/phase.js';
import { eventually } from '../../../helpers/eventually.js';
import { welcome, workerFor } from '../../../helpers/run/one-worker.js';
import { type Peer, startScripted } from '../../../helpers/wire/scripted-socket-server.js';

/** Six times as many as leave at once. */
const MANY = 1200;

describe('The end of a run', { concurrency: 2 }, () => {
  it('does not wait for one user after the other when the server hangs', async (test) => {
    const peers: Peer[] = [];
    const server = await startScripted((peer) => {
      peers.push(peer);
      welcome(peer, () => undefined);
    });
    test.after(() => server.close());
    const { context, users } = await workerFor(test, server.url, MANY);
    for (let from = 0; from < MANY; from += 100)
      await Promise.all(users.slice(from, from + 100).map((user) => user.connect()));
    for (const { tcp } of peers) tcp.pause();
    const meter = new PhaseMeter(context.tally);
    const startedAtMs = performance.now();
    await disconnect.run(context, meter, new AbortController().signal);
    // It would take twelve seconds to wait two for each.
    assert.ok(performance.now() - startedAtMs < 8000);
    assert.deepEqual(meter.tally, { total: MANY, attempted: MANY, succeeded: 0, failed: MANY });
    assert.deepEqual(
      meter.failures.map(({ kind, count }) => [kind, count]),
      [['network.timeout', MANY]],
    );
    assert.ok(!users.some(({ isConnected }) => isConnected));
  });

  it('counts who was let go apart from who was not', async (test) => {
    const peers: Peer[] = [];
    const server = await startScripted((peer) => {
      peers.push(peer);
      welcome(peer, () => undefined);
    });
    test.after(() => server.close());
    const { context, users } = await workerFor(test, server.url, 10);
    await Promise.all(users.map((user) => user.connect()));
    peers[3]?.tcp.pause();
    const meter = new PhaseMeter(context.tally);
    await disconnect.run(context, meter, new AbortController().signal);
    assert.deepEqual(meter.tally, { total: 10, attempted: 10, succeeded: 9, failed: 1 });
    for (const { tcp } of peers) tcp.resume();
    await eventually(() => peers.every(({ socket }) => socket.readyState === socket.CLOSED));
  });
});
