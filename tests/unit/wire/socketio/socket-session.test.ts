import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { Server } from 'socket.io';
import { portOf } from '../../../helpers/wire/listen.js';
import { Diary, open, refused } from '../../../helpers/wire/session-diary.js';
import { encodeText } from '#dist/wire/ws/frame-writer.js';

const QUERY = '?EIO=4&transport=websocket';

/** A real Socket.IO server that ends with the test. */
async function official(
  test: TestContext,
  options: ConstructorParameters<typeof Server>[1] = {},
): Promise<{ io: Server; url: string }> {
  const http = createServer();
  const io = new Server(http, options);
  test.after(() => io.close());
  return { io, url: `ws://127.0.0.1:${await portOf(http)}/socket.io/${QUERY}` };
}

describe('A session with a real Socket.IO server', () => {
  it('stays connected for as long as it answers the heartbeats', async (test) => {
    const { io, url } = await official(test, { pingInterval: 50, pingTimeout: 200 });
    const diary = new Diary();
    const session = await open(url, diary);
    await diary.until(() => diary.pings >= 12);
    assert.equal(session.isOpen, true);
    assert.equal(io.engine.clientsCount, 1);
    assert.deepEqual(diary.entries, []);
    await session.leave();
    assert.equal(session.isOpen, false);
  });

  it('hands events on as they are, and writes finished frames', async (test) => {
    const { io, url } = await official(test);
    io.on('connection', (socket) => socket.on('say', (text: string) => socket.emit('said', text)));
    const diary = new Diary();
    const session = await open(url, diary);
    session.writeFrames(encodeText('42["say","🎉"]'));
    session.send('42["say","hi"]');
    await diary.until(() => diary.entries.length === 2);
    assert.deepEqual(diary.entries, ['event 42["said","🎉"]', 'event 42["said","hi"]']);
    await session.leave();
  });

  it('joins a namespace with credentials', async (test) => {
    const { io, url } = await official(test);
    const seen: unknown[] = [];
    io.of('/admin').on('connection', (socket) => {
      seen.push(socket.handshake.auth);
      socket.emit('hello');
    });
    const diary = new Diary();
    const session = await open(url, diary, { namespace: '/admin', auth: { token: 't' } });
    await diary.until(() => diary.entries.length > 0);
    assert.deepEqual(seen, [{ token: 't' }]);
    assert.deepEqual(diary.entries, ['event 42/admin,["hello"]']);
    await session.leave();
  });

  it('is refused by its middleware with the reason', async (test) => {
    const { io, url } = await official(test);
    io.use((_socket, next) => next(new Error('Authentication error')));
    assert.deepEqual(await refused(url), [
      'server.connect-refused',
      'the server refused the connection: Authentication error',
    ]);
  });

  it('is refused in a namespace that there is not', async (test) => {
    const { url } = await official(test);
    assert.deepEqual(await refused(url, { namespace: '/nowhere' }), [
      'server.connect-refused',
      'the server refused the connection: Invalid namespace',
    ]);
  });

  it('hands on binary events, the text first and then the parts', async (test) => {
    const { io, url } = await official(test);
    io.on('connection', (socket) => {
      socket.emit('file', Buffer.of(1, 2), { more: Buffer.of(3) });
      socket.emit('after', 1);
    });
    const diary = new Diary();
    const session = await open(url, diary);
    await diary.until(() => diary.entries.length > 3);
    assert.deepEqual(diary.entries, [
      'event 452-["file",{"_placeholder":true,"num":0},{"more":{"_placeholder":true,"num":1}}]',
      'attachment 0102',
      'attachment 03',
      'event 42["after",1]',
    ]);
    assert.equal(session.isOpen, true);
    await session.leave();
  });

  it('leaves the namespace before it closes', async (test) => {
    const { io, url } = await official(test);
    const reasons: string[] = [];
    io.on('connection', (socket) => socket.on('disconnect', (reason) => reasons.push(reason)));
    const diary = new Diary();
    const session = await open(url, diary);
    await session.leave();
    await diary.until(() => reasons.length > 0);
    assert.deepEqual(reasons, ['client namespace disconnect']);
    assert.deepEqual(diary.entries, []);
    await session.leave();
  });

  it('is told once when the server disconnects it', async (test) => {
    const { io, url } = await official(test);
    io.on('connection', (socket) => setTimeout(() => socket.disconnect(true), 20));
    const diary = new Diary();
    const session = await open(url, diary);
    await diary.until(() => diary.entries.length > 0);
    assert.deepEqual(diary.entries, ['lost server.disconnected']);
    assert.equal(session.isOpen, false);
  });
});
