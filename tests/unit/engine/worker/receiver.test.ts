import assert from 'node:assert/strict';
import test from 'node:test';
import { nowUs } from '#dist/core/clock.js';
import type { DialectSpec } from '#dist/core/dialect-spec.js';
import { countedBy, welcome, workerFor } from '../../../helpers/run/one-worker.js';
import { startScripted } from '../../../helpers/wire/scripted-socket-server.js';

const NO = Buffer.from('42["no",{"reason":"never"}]');

const REFUSING: DialectSpec = {
  name: 'bare',
  description: 'A chat that refuses',
  http: {},
  socket: { path: '/socket.io/', query: {}, namespace: '/' },
  events: {
    send: { event: 'send', args: ['{{message.text}}'] },
    receive: { event: 'message' },
    error: { event: 'no' },
  },
};

test('an error event refuses a message of its connection, each once, and none where none was sent', async (t) => {
  const server = await startScripted((peer) => welcome(peer, () => undefined));
  t.after(() => server.close());
  const { context, receiver, users, memberships, room } = await workerFor(t, server.url, 2, { dialect: REFUSING });
  const [user, membership] = [users[0], memberships[0]];
  assert.ok(user !== undefined && membership !== undefined);
  await user.connect();
  await user.join(membership);
  const refusedAfter = (events: number): number => {
    for (let count = 0; count < events; count++) receiver.onEvent(user, NO, 0, NO.length);
    return context.tally.now().counters.refused;
  };
  const send = (): unknown => room.ledger?.send(membership.member, 0);
  assert.equal(refusedAfter(1), 0, 'the answer to the probe of the echo, or to a join');
  room.openLedger(true, nowUs(), context.originUs);
  assert.equal(refusedAfter(1), 0, 'nothing has been sent yet');
  send();
  send();
  assert.equal(refusedAfter(1), 1);
  assert.equal(refusedAfter(5), 2, 'several events a message');
  send();
  await user.connect();
  await user.join(membership);
  assert.equal(refusedAfter(1), 2, 'what was sent over an earlier connection is not answered over this one');
  send();
  assert.equal(refusedAfter(3), 3);
  const { errors } = countedBy(context);
  assert.deepEqual(errors, { 'server.error-event': 12 });
});
