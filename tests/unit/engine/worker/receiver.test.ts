import assert from 'node:assert/strict';
import test from 'node:test';
import { nowUs } from '#dist/core/clock.js';
import { emptyGauges } from '#dist/metrics/snapshot.js';
import { NO_LATENCY } from '../../../helpers/live-second.js';
import { workerFor } from '../../../helpers/one-worker.js';

const NO = Buffer.from('42["no",{"reason":"never"}]');

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
  receiver.onEvent(user, NO, 0, NO.length);
  assert.equal(context.tally.counters.refused, 0);
  room.openLedger(true, nowUs());
  receiver.onEvent(user, NO, 0, NO.length);
  assert.equal(context.tally.counters.refused, 1);
  const { errors } = context.tally.take(0, 'flood', 0, emptyGauges(), {
    observedMs: 0,
    cpuShare: 0,
    cpuWaitShare: 0,
    gcShare: 0,
    eventLoopDelay: NO_LATENCY,
    scheduleSlip: NO_LATENCY,
  });
  assert.deepEqual(errors, { 'server.error-event': 2 });
});
