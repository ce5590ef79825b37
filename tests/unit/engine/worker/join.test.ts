import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nextRead } from '#dist/core/clock.js';
import { join } from '#dist/engine/worker/phases/connections.js';
import { PhaseMeter } from '#dist/engine/worker/phases/phase.js';
import { welcome, workerFor } from '../../../helpers/run/one-worker.js';
import { startScripted } from '../../../helpers/wire/scripted-socket-server.js';

describe('Joining', () => {
  it('in a dialect that confirms nothing waits for no effect when the phase is ended', async (test) => {
    const server = await startScripted((peer) => welcome(peer, () => undefined));
    test.after(() => server.close());
    const worker = await workerFor(test, server.url, 2);
    const { joined: _, ...events } = worker.context.plan.dialect.events;
    const dialect = { ...worker.context.plan.dialect, events };
    const { context, users } = await workerFor(test, server.url, 2, { dialect });
    await Promise.all(users.map((user) => user.connect()));
    const stop = new AbortController();
    const meter = new PhaseMeter(context.tally);
    let isOver = false;
    const joining = join.run(context, meter, stop.signal).then(() => (isOver = true));
    await nextRead();
    assert.equal(isOver, false);
    assert.equal(meter.tally.succeeded, 2);
    stop.abort();
    for (let turns = 0; turns < 3; turns++) await nextRead();
    assert.equal(isOver, true);
    await joining;
  });
});
