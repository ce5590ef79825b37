import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { encodeClose, encodeFrame, OPCODE } from '#dist/wire/ws/frame-writer.js';
import { connectDuring } from '../../../helpers/wire/client-diary.js';
import { eventually } from '../../../helpers/eventually.js';
import { agreement, collect, type Heard, listenDuring, startRaw } from '../../../helpers/wire/raw-socket-server.js';
import { serverFrame, serverText } from '../../../helpers/wire/server-frames.js';

/** A server on `ws` for the time of a test; returns its URL. */
function startWs(test: TestContext, onConnection: (socket: WebSocket) => void, host?: string): Promise<string> {
  const http = createServer();
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  return listenDuring(test, http, host);
}

/** A server that sends back every text after one of its own. */
function startEcho(test: TestContext, host?: string): Promise<string> {
  return startWs(
    test,
    (socket) => {
      socket.on('message', (data: Buffer) => socket.send(data.toString()));
      socket.send('hello');
    },
    host,
  );
}

/** The status that a `ws` server hears when its client is gone. */
function closeOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.on('close', resolve));
}

describe('A WebSocket', () => {
  it('carries texts of every size both ways', async (test) => {
    const { client, told } = connectDuring(test, await startEcho(test));
    await told(1);
    const texts = ['', 'é🎉', ...[125, 126, 65_535, 65_536, 1_000_000].map((size) => 'x'.repeat(size))];
    for (const text of texts) client.send(text);
    assert.deepEqual(
      await told(1 + texts.length),
      ['hello', ...texts].map((text) => `text ${text}`),
    );
  });

  it('reaches a server by its IPv6 address', async (test) => {
    const url = await startEcho(test, '::1').catch(() => undefined);
    if (url === undefined) return test.skip('there is no IPv6 here');
    assert.match(url, /\[::1\]/);
    assert.deepEqual(await connectDuring(test, url).told(1), ['text hello']);
  });

  it('reaches a server by name', async (test) => {
    const url = (await startEcho(test)).replace('127.0.0.1', 'localhost');
    assert.deepEqual(await connectDuring(test, url).told(1), ['text hello']);
  });

  it('tells that bytes came in before what was in them', async (test) => {
    const reads: number[] = [];
    const diary = connectDuring(test, await startEcho(test), () => reads.push(diary.reads()));
    await diary.told(1);
    diary.client.send('again');
    await diary.told(2);
    assert.ok((reads[0] ?? 0) >= 1 && (reads[1] ?? 0) > (reads[0] ?? 0), reads.join());
  });

  it('puts fragments of a server together, and hands on its binary messages', async (test) => {
    const url = await startWs(test, (socket) => {
      socket.send('one, ', { fin: false });
      socket.ping('between');
      socket.send('two', { fin: true });
      socket.send(Buffer.from('binary'));
      socket.send('three');
    });
    assert.deepEqual(await connectDuring(test, url).told(3), ['text one, two', 'binary 62696e617279', 'text three']);
  });

  it('keeps the texts of many connections apart', async (test) => {
    const url = await startRaw(test, async (socket, accept) => {
      socket.write(agreement(accept));
      const text = serverText(accept.repeat(20));
      for (let cut = 1; cut < 20; cut++) {
        socket.write(text.subarray(0, cut));
        await wait(1);
        socket.write(text.subarray(cut));
        await wait(1);
      }
    });
    const diaries = Array.from({ length: 20 }, () => connectDuring(test, url));
    for (const { told } of diaries) {
      const entries = await told(19);
      assert.equal(entries.length, 19);
      assert.equal(new Set(entries).size, 1);
    }
    assert.equal(new Set(diaries.flatMap(({ entries }) => entries)).size, 20);
  });

  it('answers every ping with a pong that has its payload', async (test) => {
    const pongs: string[] = [];
    const payloads = ['', 'ping', 'p'.repeat(125)];
    const url = await startWs(test, (socket) => {
      socket.on('pong', (data) => pongs.push(data.toString()));
      for (const payload of payloads) socket.ping(payload);
    });
    const { entries } = connectDuring(test, url);
    await eventually(() => pongs.length === payloads.length);
    assert.deepEqual(pongs, payloads);
    assert.deepEqual(entries, []);
  });
});

describe('A WebSocket that its server ends', () => {
  it('is told with the status and the reason, and the status is sent back', async (test) => {
    for (const status of [1000, 1001, 1011, 4000]) {
      let answer: Promise<number> | undefined;
      const url = await startWs(test, (socket) => {
        answer = closeOf(socket);
        socket.close(status, 'reason');
      });
      const { told } = connectDuring(test, url);
      assert.deepEqual(await told(1), [
        `closed server.closed: the server closed the connection (code ${status} reason)`,
      ]);
      assert.equal(await answer, status);
    }
  });

  it('is told without a status as 1005', async (test) => {
    let answer: Promise<number> | undefined;
    const url = await startWs(test, (socket) => {
      answer = closeOf(socket);
      socket.close();
    });
    const { told } = connectDuring(test, url);
    assert.deepEqual(await told(1), [
      'closed server.closed: the server closed the connection (code 1005, no code given)',
    ]);
    assert.equal(await answer, 1000);
  });

  it('tells nothing after the close, though it lies in the same bytes', async (test) => {
    const url = await startRaw(test, (socket, accept) => {
      const close = serverFrame(OPCODE.close, Buffer.of(0x03, 0xe8));
      socket.end(Buffer.concat([Buffer.from(agreement(accept)), serverText('one'), close, serverText('late')]));
    });
    const { told, entries } = connectDuring(test, url);
    const expected = ['text one', 'closed server.closed: the server closed the connection (code 1000, normal)'];
    assert.deepEqual(await told(2), expected);
    await wait(20);
    assert.deepEqual(entries, expected);
  });

  it('is told as cut when no close came', async (test) => {
    const cut = await startRaw(test, (socket, accept) => void socket.end(agreement(accept)));
    assert.deepEqual(await connectDuring(test, cut).told(1), ['closed network.closed: the connection was cut']);
    const reset = await startRaw(test, async (socket, accept) => {
      socket.write(agreement(accept));
      await wait(20);
      socket.resetAndDestroy();
    });
    assert.match((await connectDuring(test, reset).told(1)).join(), /^closed network\.ECONNRESET: /);
  });

  const illegal: readonly (readonly [string, Buffer, number])[] = [
    ['a masked frame from a server', Buffer.of(0x81, 0x80, 1, 2, 3, 4), 1002],
    ['reserved bits are set', Buffer.of(0xc1, 0x00), 1002],
    ['a message that is too big', Buffer.from('817f0000000001000001', 'hex'), 1009],
  ];
  for (const [what, bytes, status] of illegal) {
    it(`because of an illegal frame (${what}) says so to both sides`, async (test) => {
      let heard: Heard | undefined;
      const url = await startRaw(test, (socket, accept) => {
        heard = collect(socket);
        socket.write(Buffer.concat([Buffer.from(agreement(accept)), bytes, serverText('late')]));
      });
      const { told, entries } = connectDuring(test, url);
      await told(1);
      await eventually(() => (heard?.length ?? 0) > 0);
      assert.deepEqual(heard?.bytes, Buffer.from(encodeClose(status)));
      assert.equal(entries.length, 1);
      assert.match(entries[0] ?? '', /^closed protocol\.illegal-frame: the server sent /);
      assert.ok(entries[0]?.endsWith(what), entries[0]);
    });
  }
});

describe('A WebSocket that its client ends', () => {
  it('is closed in good order with its status, and nobody is told', async (test) => {
    for (const status of [1000, 3001]) {
      let answer: Promise<number> | undefined;
      const url = await startWs(test, (socket) => {
        answer = closeOf(socket);
        socket.send('hello');
      });
      const { client, told, entries } = connectDuring(test, url);
      await told(1);
      await client.close(status, 5000);
      assert.equal(await answer, status);
      assert.deepEqual(entries, ['text hello']);
    }
  });

  it('sends one close frame and no other, though the server answers it', async (test) => {
    let heard: Heard | undefined;
    const url = await startRaw(test, (socket, accept) => {
      heard = collect(socket);
      socket.once('data', () => socket.write(serverFrame(OPCODE.close, Buffer.of(0x03, 0xe8))));
      socket.write(Buffer.concat([Buffer.from(agreement(accept)), serverText('hello')]));
    });
    const { client, told } = connectDuring(test, url);
    await told(1);
    await client.close(1000, 5000);
    await wait(20);
    assert.deepEqual(heard?.bytes, Buffer.from(encodeClose(1000)));
  });

  it('still hears what the server sends before it answers', async (test) => {
    const url = await startRaw(test, (socket, accept) => {
      socket.once('data', () => {
        socket.write(Buffer.concat([serverText('last'), serverFrame(OPCODE.close, ''), serverText('late')]));
      });
      socket.resume().write(Buffer.concat([Buffer.from(agreement(accept)), serverText('hello')]));
    });
    const { client, told, entries } = connectDuring(test, url);
    await told(1);
    await client.close(1000, 5000);
    assert.deepEqual(entries, ['text hello', 'text last']);
  });

  it('is closed by force when the server does not answer in time', async (test) => {
    let isGone = false;
    const url = await startRaw(test, (socket, accept) => {
      socket.resume().on('close', () => {
        isGone = true;
      });
      socket.write(Buffer.concat([Buffer.from(agreement(accept)), serverText('hello')]));
    });
    const { client, told, entries } = connectDuring(test, url);
    await told(1);
    const began = performance.now();
    await client.close(1000, 50);
    assert.ok(performance.now() - began >= 45);
    await eventually(() => isGone);
    assert.deepEqual(entries, ['text hello']);
  });

  it('may be closed and dropped again, and written to in vain', async (test) => {
    const { client, told, entries } = connectDuring(test, await startEcho(test));
    await told(1);
    await Promise.all([client.close(1000, 5000), client.close(1000, 5000)]);
    await client.close(1000, 5000);
    client.send('late');
    client.write(encodeFrame(OPCODE.ping, Buffer.from('late')).bytes);
    client.terminate();
    assert.deepEqual(entries, ['text hello']);
  });

  it('is dropped at once, from inside a handler too, and nobody is told', async (test) => {
    let answer: Promise<number> | undefined;
    const url = await startWs(test, (socket) => {
      answer = closeOf(socket);
      socket.send('hello');
    });
    const { client, told, entries } = connectDuring(test, url, () => client.terminate());
    await told(1);
    assert.equal(await answer, 1006);
    assert.deepEqual(entries, ['text hello']);
  });
});
