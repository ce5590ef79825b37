import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveAgent } from '#dist/agents/agent.js';
import { brokerOf } from '../../helpers/agents/redis-server.js';
import { freePort } from '../../helpers/wire/listen.js';

test('an agent that waits for its queue says that it is alive and not connected, and ends without a complaint', async () => {
  const broker = await brokerOf(`redis://127.0.0.1:${await freePort()}`);
  const told = new AbortController();
  const said: string[] = [];
  const states: boolean[] = [];
  await serveAgent({
    broker,
    name: 'waiting',
    version: '0.1.0',
    cpus: 1,
    workers: 1,
    reach: { allowedHosts: [], sources: [] },
    signal: told.signal,
    whyEnded: () => 'the test is over',
    say: (line) => said.push(line),
    onTick: ({ isConnected }) => {
      states.push(isConnected);
      told.abort();
    },
  });
  assert.deepEqual(states, [false]);
  assert.deepEqual(said, ['The queue does not answer: ECONNREFUSED. Trying again.']);
});
