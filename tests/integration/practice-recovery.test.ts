import assert from 'node:assert/strict';
import { it } from 'node:test';
import { io, type Socket } from 'socket.io-client';
import { startPracticeServer } from '#dist/practice/server.js';
import { createRoom, tokenOf } from '../helpers/wire/chat-client.js';
import { eventually } from '../helpers/eventually.js';

it('Under the fault recover a client that was cut is sent what it missed, once, and the copies are counted', async (test) => {
  const server = await startPracticeServer({ faults: [{ name: 'recover' }] });
  test.after(() => server.close());
  const token = await tokenOf(server.url, 'alice');
  const roomId = await createRoom(server.url, token, ['bob']);
  const heard: string[] = [];
  const member = async (auth: object): Promise<Socket> => {
    const socket = io(server.url, { transports: ['websocket'], query: auth, reconnectionDelay: 10, forceNew: true });
    test.after(() => socket.disconnect());
    await new Promise((resolve) => {
      socket.once('joined_room', resolve);
      socket.emit('join_room', { roomId });
    });
    return socket;
  };
  const alice = await member({ token });
  const bob = await member({ username: 'bob' });
  bob.on('message', ({ content }: { content: string }) => void heard.push(content));
  const say = (content: string): unknown => alice.emit('send_message', { roomId, content });
  say('before');
  await eventually(() => heard.length === 1);
  bob.io.reconnection(false);
  bob.io.engine.close();
  await eventually(() => server.truth().connections.open === 1);
  for (const content of ['missed-1', 'missed-2']) say(content);
  await eventually(() => server.truth().messages.broadcast === 3);
  bob.io.reconnection(true);
  bob.connect();
  await eventually(() => heard.length === 3);
  assert.equal(bob.recovered, true);
  say('after');
  await eventually(() => heard.length === 4);
  assert.deepEqual(heard, ['before', 'missed-1', 'missed-2', 'after']);
  const { copies, faults } = server.truth();
  assert.deepEqual(faults, [{ fault: 'recover', applied: 2, byRoom: { [roomId]: 2 }, users: [] }]);
  // To alice four, to bob two that he was there for and two that he missed.
  assert.equal(copies.delivered, 8);
});
