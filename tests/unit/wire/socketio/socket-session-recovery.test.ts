import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { Server, type Socket } from 'socket.io';
import msgpack from 'socket.io-msgpack-parser';
import type { PacketParserName } from '#dist/core/dialect-spec.js';
import { parserOf } from '#dist/wire/socketio/parser/parsers.js';
import { OffsetKeeper } from '#dist/wire/socketio/resumption.js';
import type { SocketSession } from '#dist/wire/socketio/socket-session.js';
import { portOf } from '../../../helpers/wire/listen.js';
import { OPEN, type Peer, scripted } from '../../../helpers/wire/scripted-socket-server.js';
import { Diary, open } from '../../../helpers/wire/session-diary.js';

/** A session with a real server that recovers connections, and the server's side of it, in one room. */
interface Scene {
  readonly io: Server;
  readonly session: SocketSession;
  readonly diary: Diary;
  /** The server's sockets, in the order of their connections. */
  readonly sockets: readonly Socket[];
  readonly again: () => Promise<SocketSession>;
}

async function scene(test: TestContext, parser: PacketParserName, isRecoverable = true): Promise<Scene> {
  const http = createServer();
  const options = { connectionStateRecovery: { maxDisconnectionDuration: 60_000 } };
  const io = new Server(http, parser === 'json' ? options : { ...options, parser: msgpack });
  test.after(() => io.close());
  const sockets: Socket[] = [];
  io.on('connection', (socket) => {
    sockets.push(socket);
    if (!socket.recovered) void socket.join('room');
  });
  const url = `ws://127.0.0.1:${await portOf(http)}/socket.io/?EIO=4&transport=websocket`;
  const diary = new Diary();
  const connect = (last?: SocketSession): Promise<SocketSession> =>
    open(url, diary, { isRecoverable, auth: { token: 't' }, resume: last?.resumption }, { parser });
  const session = await connect();
  return { io, session, diary, sockets, again: () => connect(session) };
}

/** Cuts the connection, without a word, and waits until both sides know it. */
async function cut({ diary, sockets }: Scene): Promise<void> {
  let isGone = false;
  sockets[0]?.on('disconnect', () => (isGone = true));
  sockets[0]?.conn.transport.close();
  await diary.until(() => isGone && diary.entries.some((entry) => entry.startsWith('lost')));
}

const said = (diary: Diary, text: string): number => diary.entries.findIndex((entry) => entry.includes(text));

for (const parser of ['json', 'msgpack'] as const) {
  describe(`A connection in ${parser} that a real server recovers`, () => {
    it('is told before what it has missed, and brings that once', async (test) => {
      const stage = await scene(test, parser);
      const { io, session, diary, sockets } = stage;
      assert.equal(session.resumption?.offset, undefined);
      io.to('room').emit('message', 'before');
      await diary.until(() => said(diary, 'before') !== -1);
      assert.match(session.resumption?.offset ?? '', /^\S{5,20}$/);
      await cut(stage);
      for (const text of ['missed-1', 'missed-2']) io.to('room').emit('message', text);
      const second = await stage.again();
      io.to('room').emit('message', 'after');
      await diary.until(() => said(diary, 'after') !== -1);
      const order = ['before', 'lost', 'recovered', 'missed-1', 'missed-2', 'after'].map((text) => said(diary, text));
      assert.deepEqual(order, [0, 1, 2, 3, 4, 5], diary.entries.join());
      assert.deepEqual([sockets.length, sockets[1]?.recovered], [2, true]);
      assert.equal(sockets[1]?.handshake.auth['token'], 't');
      assert.equal(second.resumption?.pid, session.resumption?.pid);
      assert.notEqual(second.resumption?.offset, session.resumption?.offset);
      second.terminate();
    });

    it('is told also when nothing was missed', async (test) => {
      const stage = await scene(test, parser);
      stage.io.to('room').emit('message', 'before');
      await stage.diary.until(() => said(stage.diary, 'before') !== -1);
      await cut(stage);
      const second = await stage.again();
      assert.equal(stage.diary.entries.at(-1), 'recovered');
      assert.equal(stage.sockets[1]?.recovered, true);
      second.terminate();
    });

    it('begins anew when the server has forgotten it, or nobody wants it back', async (test) => {
      const stage = await scene(test, parser);
      await cut(stage);
      // Without an event there is no offset, and without that nothing is recovered.
      const second = await stage.again();
      assert.ok(said(stage.diary, 'recovered') === -1 && second.resumption !== undefined);
      assert.notEqual(second.resumption.pid, stage.session.resumption?.pid);
      second.terminate();
      const unwanted = await scene(test, parser, false);
      assert.equal(unwanted.session.resumption, undefined);
      unwanted.session.terminate();
    });
  });
}

describe('A connection', () => {
  it('says how far it had come beside what the dialect says of itself, which comes first', async (test) => {
    const heard: string[] = [];
    const url = await scripted(test, async (peer: Peer) => {
      peer.socket.send(OPEN);
      heard.push(await peer.next());
      peer.socket.send('40{"sid":"b","pid":"p2"}');
    });
    const auths = [undefined, { token: 't' }, { pid: 'mine' }, null, 'text'];
    const resume = { pid: 'p1', offset: 'o1' };
    for (const auth of auths) (await open(url, new Diary(), { auth, resume, isRecoverable: true })).terminate();
    assert.deepEqual(heard, [
      '40{"pid":"p1","offset":"o1"}',
      '40{"pid":"p1","offset":"o1","token":"t"}',
      '40{"pid":"mine","offset":"o1"}',
      '40{"pid":"p1","offset":"o1"}',
      '40"text"',
    ]);
  });
});

describe('What is kept of an event', () => {
  const events: readonly (readonly [string, string | undefined])[] = [
    ['42["message",{"text":"hi"},"ab12"]', 'ab12'],
    ['42/chat,["message","one","ab12"]', 'ab12'],
    ['451-["file",{"_placeholder":true,"num":0},"1700000000000-0"]', '1700000000000-0'],
    ['42["message",""]', ''],
    // No text at the end: what came before still holds.
    ['42["message"]', undefined],
    ['42["message",5]', undefined],
    ['42["message",["ab12"]]', undefined],
    ['42["message",{"a":"ab12"}]', undefined],
    // Texts that are no offset of any server.
    ['42["message","a\\"b"]', ''],
    ['42["message","a\\nb"]', ''],
    [`42["message","${'x'.repeat(65)}"]`, ''],
    [`42["message","${'x'.repeat(64)}"]`, 'x'.repeat(64)],
  ];
  for (const [packet, offset] of events) {
    it(`of ${packet.slice(0, 60)} is ${offset === undefined ? 'nothing' : `"${offset.slice(0, 20)}"`}`, () => {
      const bytes = Buffer.from(`xx${packet}xx`);
      for (const before of [undefined, 'zz']) {
        const keeper = new OffsetKeeper({ pid: 'p', offset: before }, parserOf('json'));
        keeper.note(bytes, 2, bytes.length - 2);
        assert.equal(keeper.offset, offset ?? before);
      }
    });
  }
});
