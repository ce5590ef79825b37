import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { Server } from 'socket.io';
import msgpack from 'socket.io-msgpack-parser';
import { encodeMessage } from '#dist/wire/ws/frame-writer.js';
import { msgpackParser } from '#dist/wire/socketio/parser/msgpack.js';
import { portOf } from '../../../helpers/wire/listen.js';
import { OPEN, scripted } from '../../../helpers/wire/scripted-socket-server.js';
import { Diary, open, refused } from '../../../helpers/wire/session-diary.js';

async function official(test: TestContext): Promise<{ io: Server; url: string }> {
  const http = createServer();
  const io = new Server(http, { parser: msgpack });
  test.after(() => io.close());
  return { io, url: `ws://127.0.0.1:${await portOf(http)}/socket.io/?EIO=4&transport=websocket` };
}

/** How an event is told that the server emits with this argument. */
const told = (name: string, argument: string): string =>
  `event ${Buffer.from(msgpackParser.encodeEvent('/', name, [argument]) as Uint8Array).toString()}`;

describe('A session with a real server whose packets are MessagePack', () => {
  for (const parser of [undefined, 'msgpack'] as const) {
    it(`hands events on when the parser is ${parser === undefined ? 'not known' : 'stated'}`, async (test) => {
      const { io, url } = await official(test);
      let connections = 0;
      const reasons: string[] = [];
      io.on('connection', (socket) => {
        connections++;
        socket.on('say', (text: string) => socket.emit('said', text));
        socket.on('disconnect', (reason) => reasons.push(reason));
      });
      const diary = new Diary();
      const session = await open(url, diary, { auth: { token: 't' } }, { parser });
      session.send(msgpackParser.encodeEvent('/', 'say', ['hi']));
      session.writeFrames(encodeMessage(msgpackParser.encodeEvent('/', 'say', ['🎉'])).bytes);
      await diary.until(() => diary.entries.length > 1);
      assert.deepEqual(diary.entries, [told('said', 'hi'), told('said', '🎉')]);
      assert.deepEqual([connections, session.variant], [1, { engine: 4, parser: 'msgpack' }]);
      await session.leave();
      await diary.until(() => reasons.length > 0);
      assert.deepEqual(reasons, ['client namespace disconnect']);
    });
  }

  it('is refused with the reason', async (test) => {
    const { io, url } = await official(test);
    io.use((_socket, next) => next(new Error('Authentication error')));
    const reason = 'the server refused the connection: Authentication error';
    assert.deepEqual(await refused(url, {}, { parser: 'msgpack' }), ['server.connect-refused', reason]);
  });
});

describe('A session whose server closes at its CONNECT', () => {
  it('is tried in MessagePack once, and fails as it did at first', async (test) => {
    const heard: string[] = [];
    const url = await scripted(test, async (peer) => {
      peer.socket.send(OPEN);
      heard.push(await peer.next());
      peer.socket.close(heard.length === 1 ? 4001 : 4002, 'no');
    });
    const closed = 'the server closed the connection (code 4001 no)';
    assert.deepEqual(await refused(url), ['server.closed-early', closed]);
    assert.equal(heard.length, 2);
    assert.equal(heard[0], '40');
    assert.deepEqual((await refused(url, {}, { parser: 'json' }))[0], 'server.closed-early');
    assert.equal(heard.length, 3);
  });
});
