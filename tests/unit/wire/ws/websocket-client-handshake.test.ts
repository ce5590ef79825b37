import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { connectDuring } from '../../../helpers/wire/client-diary.js';
import { eventually } from '../../../helpers/eventually.js';
import {
  agreement,
  collect,
  type Heard,
  listenDuring,
  startRaw,
  writeByteByByte,
} from '../../../helpers/wire/raw-socket-server.js';
import { serverText } from '../../../helpers/wire/server-frames.js';

const NOT_LEGAL = 'closed protocol.not-websocket: the answer to the WebSocket handshake is not legal';
const TOO_LONG = 'closed protocol.not-websocket: the head of the answer to the WebSocket handshake exceeds 16 KiB';
const NOT_HTTP = 'closed protocol.not-http: what answers is no HTTP server';

describe('A WebSocket’s handshake', () => {
  it('holds when its answer and the first frames come byte by byte', async (test) => {
    const url = await startRaw(test, (socket, accept) =>
      writeByteByByte(socket, Buffer.concat([Buffer.from(agreement(accept)), serverText('one'), serverText('two')])),
    );
    const { client, told, reads } = connectDuring(test, url);
    assert.equal(client.isUpgraded, false);
    assert.deepEqual(await told(2), ['text one', 'text two']);
    assert.equal(client.isUpgraded, true);
    assert.ok(reads() > 10, `${reads()} reads`);
  });

  it('holds when frames come in the packet of its answer, the last of them cut', async (test) => {
    const [first, second] = [serverText('one'), serverText('x'.repeat(300))];
    const url = await startRaw(test, async (socket, accept) => {
      socket.write(Buffer.concat([Buffer.from(agreement(accept)), first, second.subarray(0, 3)]));
      await wait(20);
      socket.write(second.subarray(3));
    });
    const { told } = connectDuring(test, url);
    assert.deepEqual(await told(2), ['text one', `text ${'x'.repeat(300)}`]);
  });

  it('holds with headers beside its own', async (test) => {
    const url = await startRaw(test, (socket, accept) => {
      const headers = `server: x\r\nset-cookie: a=b\r\nUPGRADE: WebSocket\r\nconnection: keep-alive, upgrade`;
      socket.write(`HTTP/1.1 101\r\n${headers}\r\nsec-websocket-accept: ${accept}\r\n\r\n`);
      socket.write(serverText('hello'));
    });
    assert.deepEqual(await connectDuring(test, url).told(1), ['text hello']);
  });

  const illegal: Readonly<Record<string, (accept: string) => string>> = {
    'another key’s accept': () => agreement('s3pPLMBiTxaQ9kYGzzhZRbK+xOo='),
    'no accept': () => 'HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    'the accept in other case': (accept) => agreement(accept.toUpperCase()),
    'another upgrade': (accept) => agreement(accept).replace('websocket', 'h2c'),
    'no Connection header': (accept) => agreement(accept).replace('Connection: Upgrade\r\n', ''),
    'an extension': (accept) => agreement(accept).replace('\r\n\r\n', '\r\nSec-WebSocket-Extensions: x\r\n\r\n'),
    'a subprotocol': (accept) => agreement(accept).replace('\r\n\r\n', '\r\nSec-WebSocket-Protocol: x\r\n\r\n'),
  };
  for (const [what, answer] of Object.entries(illegal)) {
    it(`fails with ${what}, and what follows is not read`, async (test) => {
      let isGone = false;
      const url = await startRaw(test, (socket, accept) => {
        socket.resume().on('close', () => {
          isGone = true;
        });
        socket.write(Buffer.concat([Buffer.from(answer(accept)), serverText('late')]));
      });
      const { told, client, entries } = connectDuring(test, url);
      assert.deepEqual(await told(1), [NOT_LEGAL]);
      assert.equal(client.isUpgraded, false);
      await eventually(() => isGone);
      assert.equal(entries.length, 1);
    });
  }

  it('is refused with the status of the answer', async (test) => {
    for (const [status, hint] of [
      [400, ''],
      [404, ' (is the socket path right?)'],
      [503, ''],
    ] as const) {
      const url = await startRaw(test, (socket) => void socket.end(`HTTP/1.1 ${status} No\r\n\r\nbody`));
      const words = `the WebSocket handshake was answered with HTTP ${status}: body${hint}`;
      assert.deepEqual(await connectDuring(test, url).told(1), [`closed server.http-${status}: ${words}`]);
    }
  });

  it('is refused in the words of the answer, however its body comes', async (test) => {
    const told = '{"code":4,"message":"no session cookie"}';
    const chunked = `${told.length.toString(16)}\r\n${told}\r\n0\r\n\r\n`;
    const bodies: readonly (readonly [head: string, body: string, words: string])[] = [
      [`Content-Length: ${told.length}`, told, ': no session cookie'],
      [`Content-Length: ${told.length}`, `${told}HTTP/1.1 500`, ': no session cookie'],
      ['Transfer-Encoding: chunked', chunked, ': no session cookie'],
      [
        'Server: nginx/1.22.1\r\nContent-Length: 41',
        '<html><title>Bad Gateway</title></html>\r\n',
        ' by nginx/1.22.1: Bad Gateway',
      ],
      ['Content-Length: 0', '', ''],
      ['Content-Length: 99999999', 'x'.repeat(5000), `: ${'x'.repeat(500)}…`],
    ];
    for (const [head, body, words] of bodies) {
      // The connection stays open: the body ends by itself.
      const url = await startRaw(test, async (socket) => {
        for (const piece of [`HTTP/1.1 400 No\r\n${head}\r\n`, `\r\n${body.slice(0, 7)}`, body.slice(7)]) {
          socket.write(piece);
          await wait(5);
        }
      });
      const { client, told: untilTold } = connectDuring(test, url);
      const [entry = ''] = await untilTold(1);
      assert.ok(
        entry.startsWith(
          `closed server.http-400: the WebSocket handshake was answered with HTTP 400${words.slice(0, 200)}`,
        ),
        entry,
      );
      assert.equal(client.heldBytes, 0);
    }
  });

  it('is refused without words when those that were announced do not come', async (test) => {
    const url = await startRaw(test, (socket) => void socket.write('HTTP/1.1 403 No\r\nContent-Length: 10\r\n\r\nno'));
    assert.deepEqual(await connectDuring(test, url).told(1), [
      'closed server.http-403: the WebSocket handshake was answered with HTTP 403: no',
    ]);
  });

  it('fails at the first byte that is not HTTP', async (test) => {
    for (const bytes of ['SSH-2.0-x\r\n', 'X', 'HTTX', '\r\n\r\n', '\0']) {
      const url = await startRaw(test, (socket) => void socket.write(bytes));
      assert.deepEqual(await connectDuring(test, url).told(1), [NOT_HTTP]);
    }
  });

  it('fails with a first line that only begins as HTTP', async (test) => {
    const url = await startRaw(test, (socket) => void socket.write('HTTP/1.9 hello\r\n\r\n'));
    assert.deepEqual(await connectDuring(test, url).told(1), [NOT_HTTP]);
  });

  it('fails with an answer whose head does not end', async (test) => {
    const url = await startRaw(test, (socket) => {
      socket.write('HTTP/1.1 101 x\r\n');
      const timer = setInterval(() => socket.write(`X-More: ${'x'.repeat(1000)}\r\n`), 1);
      socket.resume().on('close', () => clearInterval(timer));
    });
    assert.deepEqual(await connectDuring(test, url).told(1), [TOO_LONG]);
  });

  it('fails with an answer whose head is too long, though it ends', async (test) => {
    const pad = (accept: string, size: number): string =>
      agreement(accept).replace('\r\n\r\n', `\r\nX: ${'x'.repeat(size)}\r\n\r\n`);
    const long = await startRaw(test, (socket, accept) => void socket.write(pad(accept, 16_384)));
    assert.deepEqual(await connectDuring(test, long).told(1), [TOO_LONG]);
    const legal = await startRaw(
      test,
      (socket, accept) => void socket.write(Buffer.concat([Buffer.from(pad(accept, 16_000)), serverText('hello')])),
    );
    assert.deepEqual(await connectDuring(test, legal).told(1), ['text hello']);
  });

  it('fails as the network when the connection is cut, reset or refused', async (test) => {
    const cut = await startRaw(test, (socket) => void socket.end('HTTP/1.1 101'));
    assert.deepEqual(await connectDuring(test, cut).told(1), ['closed network.closed: the connection was cut']);
    const reset = await startRaw(test, (socket) => void socket.resetAndDestroy());
    assert.match((await connectDuring(test, reset).told(1)).join(), /^closed network\.ECONNRESET: /);
    const server = createServer();
    const refused = await listenDuring(test, server);
    await new Promise((resolve) => server.close(resolve));
    assert.match((await connectDuring(test, refused).told(1)).join(), /^closed network\.ECONNREFUSED: /);
  });

  it('can be given up at any moment, at once and without a word', async (test) => {
    const heard: Heard[] = [];
    const url = await listenDuring(
      test,
      createServer((socket) => heard.push(collect(socket))),
    );
    const early = connectDuring(test, url);
    await early.client.close(1000, 60_000);
    const waiting = connectDuring(test, url);
    await eventually(() => heard.some(({ bytes }) => bytes.includes('\r\n\r\n')));
    await waiting.client.close(1000, 60_000);
    const dropped = connectDuring(test, url);
    dropped.client.terminate();
    await wait(20);
    assert.deepEqual([...early.entries, ...waiting.entries, ...dropped.entries], []);
    for (const { bytes } of heard) assert.match(bytes.toString('latin1'), /^(GET .*\r\n\r\n)?$/s);
  });
});
