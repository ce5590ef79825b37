import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { startPracticeServer } from '#dist/practice/server.js';
import { call, createRoom, tokenOf } from '../helpers/wire/chat-client.js';
import { RawClient } from './raw-client.js';
import { startReferenceServer } from './reference-server.js';

/** A server that speaks the protocol, with somebody who may talk in a room. */
interface Subject {
  readonly url: string;
  readonly token: string;
  readonly roomId: string;
  close(): Promise<void>;
}

const SUBJECTS: Readonly<Record<string, () => Promise<Subject>>> = {
  'the practice server': async () => {
    const server = await startPracticeServer();
    const token = await tokenOf(server.url, 'alice');
    return { url: server.url, token, roomId: await createRoom(server.url, token, []), close: () => server.close() };
  },
  'a plain socket.io server': async () => ({ ...(await startReferenceServer()), token: 'good', roomId: 'f16f' }),
};

const OPEN = /^0\{"sid":"[\w-]{20}","upgrades":\[\],"pingInterval":25000,"pingTimeout":60000,"maxPayload":100000000\}$/;
const ISO_TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

/** What a server answers to an upgrade that it refuses, without the headers. */
async function refusedUpgrade(url: string, query: string): Promise<{ status: string; body: string }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: string[] = [];
  socket.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13';
  socket.write(
    `GET /socket.io/?${query} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n\r\n`,
  );
  await once(socket, 'close');
  const [head = '', body = ''] = chunks.join('').split('\r\n\r\n');
  return { status: head.split('\r\n')[0] ?? '', body };
}

for (const [name, start] of Object.entries(SUBJECTS)) {
  describe(`The wire of ${name}`, () => {
    let subject: Subject;
    before(async () => {
      subject = await start();
    });
    after(() => subject.close());

    it('is the session of the protocol page, packet by packet', async () => {
      const { roomId } = subject;
      const client = await RawClient.open(subject.url, `EIO=4&transport=websocket&token=${subject.token}`);
      assert.match(await client.next(), OPEN);
      client.send('40');
      assert.match(await client.next(), /^40\{"sid":"[\w-]{20}"\}$/);
      client.send(`42["join_room",{"roomId":"${roomId}"}]`);
      assert.equal(await client.next(), `42["joined_room",{"roomId":"${roomId}"}]`);
      client.send(`42["send_message",{"roomId":"${roomId}","content":"🎉 Happy New Year!"}]`);
      const payload = `{"type":"message","roomId":"${roomId}","sender":"alice","content":"🎉 Happy New Year!"`;
      assert.match(await client.next(), new RegExp(`^42\\["message",${payload},"timestamp":"${ISO_TIME}"\\}\\]$`));
      client.send('41');
      // Socket.IO handles a packet one turn after it has read it, so a 40 on the heels of a 41 comes too early.
      await new Promise<void>((resolve) => {
        setTimeout(resolve, 50);
      });
      client.send('40');
      assert.match(await client.next(), /^40\{"sid":"[\w-]{20}"\}$/);
      assert.deepEqual(client.pending, []);
      client.end();
    });

    it('answers nothing to an ack id', async () => {
      const { roomId } = subject;
      const client = await RawClient.connect(subject.url, `token=${subject.token}`);
      client.send(`421["join_room",{"roomId":"${roomId}"}]`);
      assert.equal(await client.next(), `42["joined_room",{"roomId":"${roomId}"}]`);
      client.send(`422["send_message",{"roomId":"${roomId}","content":"hello"}]`);
      assert.match(await client.next(), /^42\["message",/);
      assert.deepEqual(client.pending, []);
      client.end();
    });

    it('refuses a bad or a missing token with 44 and leaves the WebSocket open', async () => {
      for (const auth of ['token=forged', 'token=', '']) {
        const client = await RawClient.open(subject.url, `EIO=4&transport=websocket&${auth}`);
        await client.packet(OPEN);
        client.send('40');
        assert.equal(await client.next(), '44{"message":"Authentication error"}');
        client.send('40');
        assert.equal(await client.next(), '44{"message":"Authentication error"}');
        assert.ok(client.isOpen);
        client.end();
      }
    });

    it('refuses an unknown namespace with 44 and its name', async () => {
      const client = await RawClient.connect(subject.url, `token=${subject.token}`);
      client.send('40/admin,');
      assert.equal(await client.next(), '44/admin,{"message":"Invalid namespace"}');
      assert.ok(client.isOpen);
      client.end();
    });

    it('reports errors as an event that says only what was wrong', async () => {
      const client = await RawClient.connect(subject.url, `token=${subject.token}`);
      client.send('42["send_message",{"roomId":"f16f"}]');
      assert.equal(await client.next(), '42["error",{"message":"roomId and content are required"}]');
      client.send('42["send_message",{"roomId":"elsewhere","content":"hello"}]');
      assert.equal(await client.next(), '42["error",{"message":"You are not a member of this chat room"}]');
      client.end();
    });

    for (const [what, packet] of [
      ['text that is not legal JSON', '42["send_message",{]'],
      ['an event that is no array', '42{"a":1}'],
      ['an unknown Engine.IO type', '9'],
      ['an unknown Socket.IO type', '48'],
      ['a client ping in version 4', '2'],
    ] as const) {
      it(`closes without a status on ${what}`, async () => {
        const client = await RawClient.connect(subject.url, `token=${subject.token}`);
        client.send(packet);
        assert.equal((await client.closed()).code, 1005);
      });
    }

    it('closes without a status on an event before 40', async () => {
      const client = await RawClient.open(subject.url, `EIO=4&transport=websocket&token=${subject.token}`);
      await client.packet(OPEN);
      client.send('42["join_room",{"roomId":"f16f"}]');
      assert.equal((await client.closed()).code, 1005);
    });

    it('takes a pong that nobody asked for, unknown events and binary events without a word', async () => {
      const client = await RawClient.connect(subject.url, `token=${subject.token}`);
      client.send('3');
      client.send('42["dance",1,2]');
      client.send('451-["file",{"_placeholder":true,"num":0}]');
      client.send(Buffer.from([1, 2, 3]));
      await client.join(subject.roomId);
      assert.deepEqual(client.pending, []);
      client.end();
    });

    it('sends 40 by itself in version 3, and answers pings', async () => {
      const client = await RawClient.open(subject.url, `EIO=3&transport=websocket&token=${subject.token}`);
      assert.match(await client.next(), /^0\{"sid":/);
      assert.equal(await client.next(), '40');
      client.send('2');
      assert.equal(await client.next(), '3');
      client.emit('join_room', { roomId: subject.roomId });
      assert.equal(await client.next(), `42["joined_room",{"roomId":"${subject.roomId}"}]`);
      client.end();
    });

    it('refuses an unknown transport and an unknown session with HTTP 400', async () => {
      const transport = await refusedUpgrade(subject.url, 'EIO=4&transport=pigeon');
      assert.equal(transport.status, 'HTTP/1.1 400 Bad Request');
      assert.equal(transport.body, 'Transport unknown');
      const session = await refusedUpgrade(subject.url, 'EIO=4&transport=websocket&sid=nobody');
      assert.equal(session.status, 'HTTP/1.1 400 Bad Request');
      assert.equal(session.body, 'Session ID unknown');
      const polling = await call(subject.url, 'GET', '/socket.io/?EIO=4&transport=polling&sid=nobody');
      assert.deepEqual([polling.status, polling.text], [400, '{"code":1,"message":"Session ID unknown"}']);
      const nothing = await call(subject.url, 'GET', '/socket.io/');
      assert.deepEqual([nothing.status, nothing.text], [400, '{"code":0,"message":"Transport unknown"}']);
    });

    it('serves the same chat over polling', async () => {
      const path = `/socket.io/?EIO=4&transport=polling&token=${subject.token}`;
      const opened = await call(subject.url, 'GET', path);
      assert.match(opened.text, /^0\{"sid":"[\w-]{20}","upgrades":\["websocket"\],"pingInterval":25000,/);
      const { sid } = JSON.parse(opened.text.slice(1)) as { sid: string };
      const session = `${path}&sid=${sid}`;
      const exchange = async (packet: string): Promise<string> => {
        const posted = await fetch(subject.url + session, { method: 'POST', body: packet });
        assert.equal(await posted.text(), 'ok');
        return (await call(subject.url, 'GET', session)).text;
      };
      assert.match(await exchange('40'), /^40\{"sid":/);
      const joined = await exchange(`42["join_room",{"roomId":"${subject.roomId}"}]`);
      assert.equal(joined, `42["joined_room",{"roomId":"${subject.roomId}"}]`);
      await fetch(subject.url + session, { method: 'POST', body: '1' });
    });
  });
}
