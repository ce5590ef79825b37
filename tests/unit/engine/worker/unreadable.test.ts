import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually } from '../../../helpers/eventually.js';
import { countedBy, welcome, workerFor } from '../../../helpers/run/one-worker.js';
import { type Peer, startScripted } from '../../../helpers/wire/scripted-socket-server.js';

test('an event that cannot be read costs its own connection, is counted, and is told with its reason', async (t) => {
  const peers: Peer[] = [];
  const server = await startScripted((peer) => {
    peers.push(peer);
    welcome(peer, () => undefined);
  });
  t.after(() => server.close());
  const { context, receiver, users, notices } = await workerFor(t, server.url, 2);
  for (const user of users) await user.connect();
  receiver.witness = {
    onEvent(user) {
      if (user === users[0]) throw new RangeError('Maximum call stack size exceeded');
    },
    onAttachment: () => undefined,
    onAck: () => undefined,
    onLost: () => undefined,
  };
  peers[0]?.socket.send('42["message"]');
  peers[1]?.socket.send('42["other"]');
  await eventually(() => context.tally.counters.connectionsLost > 0);
  assert.deepEqual(
    users.map(({ isConnected }) => isConnected),
    [false, true],
  );
  const { errors } = countedBy(context);
  assert.deepEqual(errors, { 'protocol.unreadable': 1 });
  const reason = 'what the server sent could not be read: Maximum call stack size exceeded';
  assert.deepEqual(notices, [
    `A connection was ended: ${reason}. If the server is in order, this is a fault of newyear-load.`,
  ]);
});
