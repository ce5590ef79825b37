import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { portOf } from '../../../helpers/wire/listen.js';
import { serverText } from '../../../helpers/wire/server-frames.js';
import { OPEN, type Peer, refusal, scripted, startRefusing } from '../../../helpers/wire/scripted-socket-server.js';
import { Diary, open, PATIENCE_MS, refused } from '../../../helpers/wire/session-diary.js';

/** Lets a client in and returns the packet that it connected with. */
async function welcome({ socket, next }: Peer): Promise<string> {
  socket.send(OPEN);
  const connect = await next();
  socket.send('40{"sid":"b"}');
  return connect;
}

describe('A session with a server that misbehaves', () => {
  it('connects only when it is welcomed, with the packet that the protocol has', async (test) => {
    const connects: string[] = [];
    const url = await scripted(test, async (peer) => void connects.push(await welcome(peer)));
    const session = await open(url, new Diary(), { auth: { a: 1 } });
    assert.deepEqual(connects, ['40{"a":1}']);
    session.terminate();
  });

  for (const status of [400, 404, 503]) {
    it(`is refused with HTTP ${status} on the upgrade`, async (test) => {
      const server = await startRefusing(refusal(status));
      test.after(() => server.close());
      const [kind, words] = await refused(server.url);
      assert.equal(kind, `server.http-${status}`);
      assert.equal(words.includes('socket path'), status === 404);
    });
  }

  it('follows no redirect', async (test) => {
    const server = await startRefusing(
      'HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n',
    );
    test.after(() => server.close());
    assert.equal((await refused(server.url))[0], 'server.http-302');
  });

  it('fails as the protocol where no HTTP comes back', async (test) => {
    const server = await startRefusing('SSH-2.0-OpenSSH_9.6\r\n');
    test.after(() => server.close());
    assert.equal((await refused(server.url))[0], 'protocol.not-http');
  });

  it('fails as the network when the connection is cut during the handshake', async (test) => {
    const server = await startRefusing('');
    test.after(() => server.close());
    assert.equal((await refused(server.url))[0], 'network.closed');
  });

  it('fails as the network when nobody listens', async () => {
    const unused = createServer();
    const port = await portOf(unused);
    await new Promise((resolve) => unused.close(resolve));
    assert.equal((await refused(`ws://127.0.0.1:${port}/`))[0], 'network.ECONNREFUSED');
  });

  it('gives up an upgrade that is never answered', async (test) => {
    const server = await startRefusing(undefined);
    test.after(() => server.close());
    assert.equal((await refused(server.url, { timeoutMs: 100 }))[0], 'network.timeout');
  });

  it('gives up a server that opens the WebSocket and says nothing', async (test) => {
    const url = await scripted(test, () => undefined);
    assert.deepEqual(await refused(url, { timeoutMs: 100 }), [
      'network.timeout',
      'no Socket.IO connection within 100 ms',
    ]);
  });

  it('gives up a server that never answers the CONNECT packet', async (test) => {
    const url = await scripted(test, ({ socket }) => socket.send(OPEN));
    assert.equal((await refused(url, { timeoutMs: 100 }))[0], 'network.timeout');
  });

  it('is not joined by the confirmation of another namespace', async (test) => {
    const url = await scripted(test, async (peer) => void (await welcome(peer)));
    assert.equal((await refused(url, { timeoutMs: 100, namespace: '/admin' }))[0], 'network.timeout');
  });

  it('fails when the first packet is none of Engine.IO', async (test) => {
    for (const first of ['hello', '{"type":"welcome"}', '0{}']) {
      const url = await scripted(test, ({ socket }) => socket.send(first));
      assert.equal((await refused(url))[0], 'protocol.not-engine-io');
    }
  });

  it('fails when the server closes before it is joined', async (test) => {
    for (const end of [
      ({ socket }: Peer) => socket.close(),
      ({ socket }: Peer) => socket.terminate(),
      ({ socket }: Peer) => socket.send('1'),
      async (peer: Peer) => {
        peer.socket.send(OPEN);
        await peer.next();
        peer.socket.close(1000);
      },
      async (peer: Peer) => {
        peer.socket.send(OPEN);
        await peer.next();
        peer.socket.send('41');
      },
    ]) {
      const url = await scripted(test, end);
      assert.equal((await refused(url))[0], 'server.closed-early');
    }
  });

  it('reports illegal packets and goes on', async (test) => {
    const url = await scripted(test, async (peer) => {
      await welcome(peer);
      for (const packet of ['x', '4', '47', '42["after"]']) peer.socket.send(packet);
    });
    const diary = new Diary();
    const session = await open(url, diary);
    await diary.until(() => diary.entries.length === 4);
    assert.deepEqual(
      diary.entries.map((entry) => entry.split(' ')[0]),
      ['illegal', 'illegal', 'illegal', 'event'],
    );
    assert.equal(session.isOpen, true);
    session.terminate();
  });

  it('takes what is no packet of consequence without a word', async (test) => {
    const url = await scripted(test, async (peer) => {
      await welcome(peer);
      for (const packet of ['6', '3', '2probe', '431[]', '461-0[]', '41/other,']) peer.socket.send(packet);
      peer.socket.send(Buffer.of(0x34, 0x32, 0x5b));
      peer.socket.send('42["after"]');
    });
    const diary = new Diary();
    const session = await open(url, diary);
    await diary.until(() => diary.entries.length > 3);
    assert.deepEqual(diary.entries, ['ack 1 []', 'ack 0 []', 'attachment 34325b', 'event 42["after"]']);
    session.terminate();
  });

  it('is lost as the network when it is cut, and as the server when it is closed', async (test) => {
    const ends: readonly (readonly [string, (peer: Peer) => void])[] = [
      ['lost network.closed', ({ socket }) => socket.terminate()],
      ['lost server.closed', ({ socket }) => socket.close()],
      ['lost server.closed', ({ socket }) => socket.close(1001)],
      ['lost server.disconnected', ({ socket }) => socket.send('1')],
      ['lost server.disconnected', ({ socket }) => socket.send('41')],
    ];
    for (const [entry, end] of ends) {
      const url = await scripted(test, async (peer) => {
        await welcome(peer);
        await peer.next();
        end(peer);
      });
      const diary = new Diary();
      const session = await open(url, diary);
      session.send('42["end it"]');
      await diary.until(() => diary.entries.length > 0);
      await wait(20);
      assert.deepEqual(diary.entries, [entry]);
      assert.equal(session.isOpen, false);
      await session.leave();
    }
  });

  it('hears nothing any more of what lies behind the end in the same bytes', async (test) => {
    for (const end of ['1', '41']) {
      const url = await scripted(test, async (peer) => {
        await welcome(peer);
        const texts = ['42["before"]', end, '42["after"]', '2', 'x'].map(serverText);
        (Reflect.get(peer.socket, '_socket') as Socket).write(Buffer.concat(texts));
      });
      const diary = new Diary();
      const session = await open(url, diary);
      await diary.until(() => diary.entries.length > 1);
      await wait(20);
      assert.deepEqual(diary.entries, ['event 42["before"]', 'lost server.disconnected']);
      assert.equal(diary.pings, 0);
      await session.leave();
    }
  });

  it('is lost as the protocol on an illegal frame', async (test) => {
    const url = await scripted(test, async (peer) => {
      await welcome(peer);
      await peer.next();
      // A frame with reserved bits set.
      peer.tcp.write(Buffer.of(0xf1, 0x01, 0x31));
    });
    const diary = new Diary();
    const session = await open(url, diary);
    session.send('42["end it"]');
    await diary.until(() => diary.entries.length > 0);
    assert.match(diary.entries[0] ?? '', /^lost protocol\.illegal-frame/);
  });

  it('answers one handshake only', async (test) => {
    const heard: string[] = [];
    const url = await scripted(test, async (peer) => {
      for (let count = 0; count < 3; count++) peer.socket.send(OPEN);
      await welcome(peer);
      heard.push(await peer.next());
    });
    const diary = new Diary();
    const session = await open(url, diary);
    session.send('42["next"]');
    await diary.until(() => diary.entries.length === 3);
    await session.leave();
    assert.deepEqual(heard, ['42["next"]']);
    assert.deepEqual(new Set(diary.entries), new Set(['illegal a second Engine.IO handshake']));
  });

  it('ends within its time when a server does not answer its close', async (test) => {
    const url = await scripted(test, async (peer) => {
      await welcome(peer);
      peer.socket.pause();
    });
    const diary = new Diary();
    const session = await open(url, diary);
    const startedAtMs = performance.now();
    await session.leave();
    assert.ok(performance.now() - startedAtMs < PATIENCE_MS);
    assert.deepEqual(diary.entries, []);
  });

  it('tells nobody when it is dropped by us', async (test) => {
    const url = await scripted(test, async (peer) => void (await welcome(peer)));
    const diary = new Diary();
    const session = await open(url, diary);
    session.terminate();
    session.tick(1e9);
    await wait(20);
    assert.equal(session.isOpen, false);
    assert.deepEqual(diary.entries, []);
  });
});
