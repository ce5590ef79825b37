import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { encodeFrame, encodeText, OPCODE } from '#dist/wire/ws/frame-writer.js';
import { connectDuring, type RecordedClient } from '../../../helpers/wire/client-diary.js';
import { eventually } from '../../../helpers/eventually.js';
import { agreement, collect, startRaw } from '../../../helpers/wire/raw-socket-server.js';
import { readByWs, serverFrame, serverText } from '../../../helpers/wire/server-frames.js';

/** A client and the server's end of it, which does not read. */
async function connectStuck(test: TestContext): Promise<RecordedClient & { readonly peer: Socket }> {
  const peers: Socket[] = [];
  const url = await startRaw(test, (socket, accept) => {
    peers.push(socket);
    socket.write(Buffer.concat([Buffer.from(agreement(accept)), serverText('hello')]));
  });
  const diary = connectDuring(test, url);
  await diary.told(1);
  const [peer] = peers;
  assert.ok(peer !== undefined);
  return { ...diary, peer };
}

/** More than the kernels of both sides keep. */
const MANY_BYTES = 24 * 2 ** 20;

describe('A WebSocket whose server does not read', () => {
  it('counts the bytes that wait, and again none when they have left, complete and in order', async (test) => {
    const { client, peer } = await connectStuck(test);
    assert.equal(client.bufferedBytes, 0);
    const texts = Array.from({ length: MANY_BYTES / 2 ** 16 }, (_, index) => `${index} ${'x'.repeat(2 ** 16)}`);
    const frames = texts.map(encodeText);
    let previous = 0;
    for (const frame of frames) {
      client.write(frame);
      assert.ok(client.bufferedBytes >= previous);
      previous = client.bufferedBytes;
    }
    assert.ok(previous > 2 ** 20, `${previous}`);
    const heard = collect(peer);
    await eventually(
      () => client.bufferedBytes === 0,
      () => client.bufferedBytes,
    );
    const wanted = frames.reduce((sum, frame) => sum + frame.length, 0);
    await eventually(() => heard.length >= wanted);
    assert.deepEqual(
      readByWs([heard.bytes], 0, true),
      texts.map((text) => `text ${text}`),
    );
  });

  it('counts nothing where the server takes all at once', async (test) => {
    const { client, peer } = await connectStuck(test);
    peer.resume();
    for (let count = 0; count < 100; count++) {
      client.send('short');
      assert.equal(client.bufferedBytes, 0);
    }
  });

  it('does not stop the others, and hears what it is sent', async (test) => {
    const stuck = await connectStuck(test);
    const frame = encodeText('x'.repeat(2 ** 16));
    for (let sent = 0; sent < MANY_BYTES; sent += frame.length) stuck.client.write(frame);
    const other = await connectStuck(test);
    const heard = collect(other.peer);
    for (let count = 0; count < 10; count++) {
      other.client.send(`message ${count}`);
      stuck.peer.write(serverText(`delivery ${count}`));
      await eventually(() => readByWs([heard.bytes], 0, true).length === count + 1);
      await stuck.told(count + 2);
      assert.equal(other.client.bufferedBytes, 0);
    }
    assert.ok(stuck.client.bufferedBytes > 2 ** 20);
    assert.equal(stuck.entries.at(-1), 'text delivery 9');
  });

  it('can be closed by force and dropped while bytes wait', async (test) => {
    for (const end of ['close', 'terminate'] as const) {
      const { client, entries } = await connectStuck(test);
      client.send('x'.repeat(MANY_BYTES));
      assert.ok(client.bufferedBytes > 0);
      if (end === 'close') await client.close(1000, 20);
      else client.terminate();
      await eventually(() => client.bufferedBytes === 0);
      assert.deepEqual(entries, ['text hello']);
    }
  });

  it('keeps the answers to two pings at most, of which the last is to the latest', async (test) => {
    const { client, peer, told } = await connectStuck(test);
    const text = encodeText('x'.repeat(MANY_BYTES));
    client.write(text);
    const before = client.bufferedBytes;
    const payloads = Array.from({ length: 10_000 }, (_, index) => `${index}`.padEnd(125));
    peer.write(Buffer.concat([...payloads.map((payload) => serverFrame(OPCODE.ping, payload)), serverText('after')]));
    await told(2);
    const pongs = [payloads[0], payloads.at(-1)].map((payload) => encodeFrame(OPCODE.pong, Buffer.from(payload ?? '')));
    const [first, latest] = pongs.map(({ bytes }) => bytes);
    assert.ok(first !== undefined && latest !== undefined);
    assert.equal(client.bufferedBytes, before + first.length);
    const heard = collect(peer);
    await eventually(() => heard.length >= text.length + first.length + latest.length);
    assert.deepEqual(heard.bytes.subarray(text.length), Buffer.concat([first, latest]));
  });

  it('is closed as soon as the server ends the connection, though bytes wait', async (test) => {
    const { client, peer, told, entries } = await connectStuck(test);
    client.send('x'.repeat(MANY_BYTES));
    assert.ok(client.bufferedBytes > 0);
    peer.end();
    const expected = ['text hello', 'closed network.closed: the connection was cut'];
    assert.deepEqual(await told(2), expected);
    await eventually(() => client.bufferedBytes === 0);
    assert.deepEqual(entries, expected);
  });
});
