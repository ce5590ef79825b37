import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { nextRead } from '#dist/core/clock.js';
import { OperationError } from '#dist/core/operation-error.js';
import { SilenceJudge } from '#dist/engine/worker/silence-judge.js';
import { Tally } from '#dist/engine/worker/tally.js';
import { probeTcp } from '#dist/net/probe-tcp.js';
import { countedBy, workerFor } from '../../../helpers/run/one-worker.js';
import { portOf } from '../../../helpers/wire/listen.js';
import { scripted } from '../../../helpers/wire/scripted-socket-server.js';

const errorsOf = (tally: Tally): unknown => countedBy({ tally }).errors;

/** What is counted first, as soon as it is; the test's own limit bounds the wait. */
async function firstErrorsOf(tally: Tally): Promise<object> {
  for (;;) {
    const { errors } = countedBy({ tally });
    if (Object.keys(errors).length > 0) return errors;
    await wait(5);
  }
}

describe('A silence', () => {
  it('is the server’s when it is reached, or when its port is', async (test) => {
    const server = createServer((socket) => socket.pause());
    const port = await portOf(server);
    test.after(() => server.close());
    let looks = 0;
    const tally = new Tally();
    const judge = new SilenceJudge(tally, () => {
      looks++;
      return probeTcp('127.0.0.1', port, 2000);
    });
    for (let count = 0; count < 3; count++) judge.count();
    // Once for all that were given up together.
    assert.deepEqual([await firstErrorsOf(tally), looks], [{ 'server.silent': 3 }, 1]);
    await new Promise((resolve) => server.close(resolve));
    judge.count();
    assert.deepEqual(await firstErrorsOf(tally), { 'server.silent': 1 });
  });

  it('is the network’s when nobody is reached', async () => {
    const tally = new Tally();
    const judge = new SilenceJudge(tally, () => Promise.reject(new OperationError('network.timeout', 'no answer')));
    judge.count();
    judge.count();
    await nextRead();
    assert.deepEqual(errorsOf(tally), { 'network.silent': 2 });
  });

  it('is nobody’s that is known when the run ends before', async () => {
    const tally = new Tally();
    const judge = new SilenceJudge(tally, () => new Promise(() => undefined));
    judge.count();
    judge.settle();
    judge.settle();
    assert.deepEqual(errorsOf(tally), { 'network.unknown': 1 });
  });

  it('of a user’s connection is counted once, when it is known whose it was', async (test) => {
    const url = await scripted(test, async ({ socket, next }) => {
      socket.send('0{"sid":"a","pingInterval":1000,"pingTimeout":1000,"maxPayload":1000}');
      await next();
      socket.send('40{"sid":"b"}');
    });
    const { context, users } = await workerFor(test, url, 2);
    await Promise.all(users.map((user) => user.connect()));
    for (const user of users) for (const atUs of [0, 1e6, 2.1e6]) user.tick(atUs);
    assert.equal(context.tally.counters.connectionsLost, 2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(errorsOf(context.tally), { 'server.silent': 2 });
  });
});
