import assert from 'node:assert/strict';
import test from 'node:test';
import { nowUs } from '#dist/core/clock.js';
import { workerFor } from '../../helpers/one-worker.js';

const NO = Buffer.from('2["no",{"reason":"never"}]');

test('an answer to the probe of the echo is an error, but no message of the run was refused', async (t) => {
  const { context, receiver, users, room } = await workerFor(t, 'ws://127.0.0.1:1', 1, {
    dialect: {
      name: 'bare',
      description: 'A chat that refuses',
      http: {},
      socket: { path: '/socket.io/', query: {}, namespace: '/' },
      events: {
        send: { event: 'send', args: ['{{message.text}}'] },
        receive: { event: 'message' },
        error: { event: 'no' },
      },
    },
  });
  const [user] = users;
  assert.ok(user !== undefined);
  const { counters, errors } = context.tally;
  receiver.onEvent(user, NO, 0, NO.length);
  assert.deepEqual([counters.refused, errors['server.error-event']], [0, 1]);
  room.openLedger(true, nowUs());
  receiver.onEvent(user, NO, 0, NO.length);
  assert.deepEqual([counters.refused, errors['server.error-event']], [1, 2]);
});
