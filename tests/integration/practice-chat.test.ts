import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { type PracticeServer, startPracticeServer } from '#dist/practice/server.js';
import type { PracticeTruth } from '#dist/practice/truth.js';
import { call, createRoom, tokenOf } from '../helpers/wire/chat-client.js';
import { RawClient } from '../conformance/raw-client.js';

const NOT_A_MEMBER = '42["error",{"message":"You are not a member of this chat room"}]';

describe('The practice chat', () => {
  let server: PracticeServer;
  before(async () => {
    server = await startPracticeServer();
  });
  after(() => server.close());

  it('talks to the official client', async () => {
    const token = await tokenOf(server.url, 'official');
    const roomId = await createRoom(server.url, token, []);
    const socket = io(server.url, { transports: ['websocket'], query: { token }, reconnection: false });
    const received = new Promise<{ content: string }>((resolve) => {
      socket.on('message', resolve);
    });
    socket.on('joined_room', () => socket.emit('send_message', { roomId, content: 'hello' }));
    socket.emit('join_room', { roomId });
    assert.equal((await received).content, 'hello');
    socket.disconnect();
  });

  it('upgrades the official client from polling', async () => {
    const token = await tokenOf(server.url, 'upgraded');
    const socket = io(server.url, { query: { token }, reconnection: false });
    await new Promise<void>((resolve) => {
      socket.io.on('open', () => socket.io.engine.once('upgrade', () => resolve()));
    });
    socket.disconnect();
  });

  it('takes the token from the CONNECT packet too', async () => {
    const token = await tokenOf(server.url, 'authy');
    const client = await RawClient.open(server.url, 'EIO=4&transport=websocket');
    client.send(`40${JSON.stringify({ token })}`);
    await client.packet(/^40\{/);
    client.end();
  });

  it('lets the older dialect in by name alone, registered or not', async () => {
    const token = await tokenOf(server.url, 'host');
    const roomId = await createRoom(server.url, token, ['old friend']);
    const client = await RawClient.connect(server.url, 'username=old%20friend');
    await client.join(roomId);
    client.emit('send_message', { roomId, content: 'hi' });
    assert.match(await client.packet(/^42\["message"/), /"sender":"old friend"/);
    client.end();
  });

  it('joins a user to the rooms that he already takes part in, by itself', async () => {
    const token = await tokenOf(server.url, 'auto');
    const roomId = await createRoom(server.url, token, ['guest']);
    const silentMember = await RawClient.connect(server.url, 'username=guest');
    const sender = await RawClient.connect(server.url, `token=${token}`);
    await sender.join(roomId);
    // The automatic join is not confirmed; it has happened once a message comes through.
    const deadline = Date.now() + 5000;
    while (silentMember.pending.length === 0 && Date.now() < deadline) {
      sender.emit('send_message', { roomId, content: 'anybody there?' });
      await sender.packet(/^42\["message"/);
    }
    assert.equal((await silentMember.contents(1))[0], 'anybody there?');
    sender.end();
    silentMember.end();
  });

  it('answers whoever is no member, or asks badly, with an error event', async () => {
    const token = await tokenOf(server.url, 'owner');
    const roomId = await createRoom(server.url, token, []);
    const stranger = await RawClient.connect(server.url, 'username=stranger');
    stranger.emit('join_room', { roomId });
    assert.equal(await stranger.next(), NOT_A_MEMBER);
    stranger.emit('send_message', { roomId, content: 'let me in' });
    assert.equal(await stranger.next(), NOT_A_MEMBER);
    const known = await RawClient.connect(server.url, `token=${token}`);
    known.emit('join_room', { roomId: 'nowhere' });
    assert.equal(await known.next(), NOT_A_MEMBER);
    known.end();
    for (const bad of [undefined, null, 7, 'text', {}, { roomId: 7 }]) {
      stranger.emit('join_room', bad);
      assert.equal(await stranger.next(), '42["error",{"message":"Failed to join room"}]');
      stranger.emit('send_message', bad);
      assert.equal(await stranger.next(), '42["error",{"message":"roomId and content are required"}]');
    }
    stranger.end();
  });

  it('lets whoever has no token enter a room that nobody created, and hear it', async () => {
    const first = await RawClient.connect(server.url, 'username=first');
    const second = await RawClient.connect(server.url, 'username=second');
    await first.join('open house');
    await second.join('open house');
    first.emit('send_message', { roomId: 'open house', content: 'hello' });
    assert.match(
      await second.next(),
      /^42\["message",\{"type":"message","roomId":"open house","sender":"first","content":"hello"/,
    );
    first.end();
    second.end();
  });

  it('survives a leave_room without data, and stops the copies of whoever leaves', async () => {
    const token = await tokenOf(server.url, 'leaver');
    const roomId = await createRoom(server.url, token, []);
    const staying = await RawClient.connect(server.url, `token=${token}`);
    const leaving = await RawClient.connect(server.url, `token=${token}`);
    await staying.join(roomId);
    await leaving.join(roomId);
    // The server lets a socket into its user's rooms by itself a little later, in this process: after that, leaving is for good.
    await wait(20);
    for (const bad of [undefined, null, 'text', { roomId: 'nowhere' }]) leaving.emit('leave_room', bad);
    leaving.send('42["leave_room"]');
    leaving.emit('leave_room', { roomId });
    // Its events are handled in order: the refused one comes back after the leave has been done.
    leaving.emit('join_room', {});
    await leaving.packet(/^42\["error"/);
    staying.emit('send_message', { roomId, content: 'alone' });
    assert.deepEqual(await staying.contents(1), ['alone']);
    leaving.emit('join_room', {});
    await leaving.packet(/^42\["error"/);
    assert.deepEqual(leaving.pending, []);
    staying.end();
    leaving.end();
  });

  it('keeps sending to a socket whose user left over HTTP, but takes no more from him', async () => {
    const token = await tokenOf(server.url, 'boss');
    const guestToken = await tokenOf(server.url, 'visitor');
    const roomId = await createRoom(server.url, token, ['visitor']);
    const boss = await RawClient.connect(server.url, `token=${token}`);
    const visitor = await RawClient.connect(server.url, `token=${guestToken}`);
    await boss.join(roomId);
    await visitor.join(roomId);
    await call(server.url, 'POST', `/api/chatrooms/${roomId}/leave`, { token: guestToken, body: {} });
    boss.emit('send_message', { roomId, content: 'still there?' });
    assert.deepEqual(await visitor.contents(1), ['still there?']);
    visitor.emit('send_message', { roomId, content: 'yes' });
    assert.equal(await visitor.packet(/^42\["error"/), NOT_A_MEMBER);
    boss.end();
    visitor.end();
  });
});

describe('The truth of a practice server', () => {
  it('counts what happened and is served as JSON', async () => {
    const server = await startPracticeServer();
    const token = await tokenOf(server.url, 'alice');
    const roomId = await createRoom(server.url, token, ['bob']);
    const alice = await RawClient.connect(server.url, `token=${token}`);
    const bob = await RawClient.connect(server.url, 'username=bob');
    await alice.join(roomId);
    await bob.join(roomId);
    const refused = await RawClient.open(server.url, 'EIO=4&transport=websocket&token=forged');
    refused.send('40');
    await refused.packet(/^44/);
    for (const content of ['one', 'two', 'three']) alice.emit('send_message', { roomId, content });
    bob.emit('send_message', { roomId });
    await alice.contents(3);
    await bob.contents(3);
    await bob.packet(/^42\["error"/);
    const { json } = await call(server.url, 'GET', '/practice/truth');
    const expected: PracticeTruth = {
      signups: 1,
      logins: 1,
      connections: { accepted: 2, refused: 1, cut: 0, open: 2 },
      messages: { received: 3, refused: 1, stored: 3, broadcast: 3 },
      copies: { delivered: 6, absent: 0 },
      faults: [],
    };
    assert.deepEqual(json, expected);
    assert.deepEqual(server.truth(), expected);
    for (const client of [alice, bob, refused]) client.end();
    await server.close();
  });
});
