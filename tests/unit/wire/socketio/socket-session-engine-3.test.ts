import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import socketIo2, { type Server } from 'socket.io-2';
import { portOf } from '../../../helpers/wire/listen.js';
import { scripted } from '../../../helpers/wire/scripted-socket-server.js';
import { Diary, open, refused } from '../../../helpers/wire/session-diary.js';

/** A real server of Socket.IO 2 that ends with the test. */
async function official(test: TestContext, options: object = {}): Promise<{ io: Server; url: string }> {
  const http = createServer();
  const io = socketIo2(http, options);
  test.after(() => io.close());
  return { io, url: `ws://127.0.0.1:${await portOf(http)}/socket.io/?EIO=4&transport=websocket` };
}

describe('A session with a real server of Socket.IO 2', () => {
  for (const [what, engine] of [
    ['of which nothing is known', undefined],
    ['whose engine is stated', 3],
  ] as const) {
    it(`${what} runs the server’s handler once, and hands events on`, async (test) => {
      const { io, url } = await official(test);
      let connections = 0;
      const reasons: string[] = [];
      io.on('connection', (socket) => {
        connections++;
        socket.on('say', (text: string) => socket.emit('said', text));
        socket.on('disconnect', (reason: string) => void reasons.push(reason));
      });
      const diary = new Diary();
      const session = await open(url, diary, {}, { engine });
      session.send('42["say","hi"]');
      await diary.until(() => diary.entries.length > 0);
      assert.deepEqual(diary.entries, ['event 42["said","hi"]']);
      assert.deepEqual([connections, session.variant], [1, { engine: 3, parser: 'json' }]);
      await session.leave();
      await diary.until(() => reasons.length > 0);
      assert.deepEqual([connections, reasons], [1, ['client namespace disconnect']]);
    });
  }

  it('pings by itself, and stays connected for as long as it does', async (test) => {
    const { io, url } = await official(test, { pingInterval: 50, pingTimeout: 150 });
    const diary = new Diary();
    const session = await open(url, diary);
    await diary.until(() => diary.pings >= 12);
    assert.deepEqual([session.isOpen, io.engine.clientsCount, diary.entries], [true, 1, []]);
    await session.leave();
  });

  it('joins a namespace after the server’s own connect, once, with the query of the namespace', async (test) => {
    const { io, url } = await official(test);
    const seen: unknown[] = [];
    io.on('connection', () => void seen.push('/'));
    io.of('/chat').on('connection', (socket) => {
      seen.push(socket.handshake.query['token']);
      socket.emit('hello');
    });
    const diary = new Diary();
    const session = await open(url, diary, { namespace: '/chat?token=t', auth: { token: 'not sent' } });
    await diary.until(() => diary.entries.length > 0);
    assert.deepEqual([seen, diary.entries], [['/', 't'], ['event 42/chat,["hello"]']]);
    await session.leave();
  });

  it('is refused by a middleware, and in a namespace that there is not, with the reason', async (test) => {
    const { io, url } = await official(test);
    assert.deepEqual(await refused(url, { namespace: '/nowhere' }), [
      'server.connect-refused',
      'the server refused the connection: Invalid namespace',
    ]);
    io.use((_socket, next) => next(new Error('Authentication error')));
    assert.deepEqual(await refused(url), [
      'server.connect-refused',
      'the server refused the connection: Authentication error',
    ]);
  });

  it('whose middleware takes its time is asked in vain once, and then joined as it should be', async (test) => {
    const { io, url } = await official(test);
    let connections = 0;
    io.use((_socket, next) => void setTimeout(next, 500));
    io.on('connection', (socket) => {
      connections++;
      socket.emit('hello');
    });
    const diary = new Diary();
    const session = await open(url, diary);
    await diary.until(() => diary.entries.length > 0);
    assert.equal(session.variant.engine, 3);
    assert.deepEqual(diary.entries, ['event 42["hello"]']);
    assert.equal(io.engine.clientsCount, 1);
    assert.ok(connections >= 2);
    await session.leave();
  });
});

describe('A session of Engine.IO 3 whose server neglects heartbeats', () => {
  it('is given up when its pings are not answered for as long as the server itself would wait', async (test) => {
    const heard: string[] = [];
    const url = await scripted(test, ({ socket }) => {
      socket.on('message', (data: Buffer) => heard.push(data.toString()));
      for (const packet of ['0{"sid":"a","pingInterval":20,"pingTimeout":2980}', '40']) socket.send(packet);
    });
    const diary = new Diary();
    const session = await open(url, diary);
    await diary.until(() => heard.length > 3);
    assert.deepEqual([new Set(heard), diary.pings], [new Set(['2']), 0]);
    for (const atUs of [0, 1e6, 2.9e6]) session.tick(atUs);
    assert.equal(session.isOpen, true);
    session.tick(3e6);
    assert.deepEqual(diary.entries, ['lost server.silent']);
    const { length } = heard;
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(heard.length <= length + 1, 'it pings no more');
  });
});
