import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { nowUs, sleep } from '#dist/core/clock.js';
import { FaultProxy, type ProxyCounts } from '#dist/proxy/proxy.js';
import { readProxyFaults } from '#dist/proxy/proxy-faults.js';
import { portOf } from '../helpers/wire/listen.js';

interface Scene {
  readonly counts: ProxyCounts;
  readonly told: readonly string[];
  readonly proxy: FaultProxy;
  readonly connect: () => Promise<Socket>;
}

/** A proxy before a server that sends everything back, and `bye` when the other end has said all. */
async function scene(test: TestContext, faults: readonly string[], port?: number): Promise<Scene> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('data', (bytes) => socket.write(bytes));
    socket.on('end', () => socket.end('bye'));
    socket.on('error', () => undefined);
  });
  const { faults: read, problems } = readProxyFaults(faults, '--fault');
  assert.deepEqual(problems, []);
  const told: string[] = [];
  const proxy = new FaultProxy({
    listen: { host: '127.0.0.1', port: 0 },
    to: { host: '127.0.0.1', port: port ?? (await portOf(server)) },
    faults: read,
    seed: 1,
    allowedHosts: [],
    tell: (sentence) => told.push(sentence),
  });
  const proxyPort = await proxy.start();
  const sockets: Socket[] = [];
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
    server.close();
  });
  return {
    counts: proxy.counts,
    told,
    proxy,
    connect: async () => {
      const socket = connect({ port: proxyPort, host: '127.0.0.1', allowHalfOpen: true });
      sockets.push(socket);
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
      return socket;
    },
  };
}

/** Sends bytes, and waits until as many have come back. @returns them, and how long it took */
async function echoed(socket: Socket, bytes: Buffer): Promise<{ readonly back: Buffer; readonly tookMs: number }> {
  const startUs = nowUs();
  const parts: Buffer[] = [];
  let length = 0;
  const whole = new Promise<void>((resolve) => {
    socket.on('data', (part: Buffer) => {
      parts.push(part);
      length += part.length;
      if (length >= bytes.length) resolve();
    });
  });
  socket.write(bytes);
  await whole;
  socket.removeAllListeners('data');
  return { back: Buffer.concat(parts), tookMs: (nowUs() - startUs) / 1000 };
}

/** Resolves when a socket is closed, however. */
async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
}

const BYTES = Buffer.from([0x00, 0xff, 0x81, 0x05, 0x0d, 0x0a, 0x68, 0x69]);

describe('A proxy', { concurrency: 8 }, () => {
  it('hands on every byte as it is, counts them, and ends a side when its end has come', async (test) => {
    const { connect: open, counts } = await scene(test, []);
    const socket = await open();
    assert.deepEqual((await echoed(socket, BYTES)).back, BYTES);
    const large = Buffer.alloc(3_000_000, 'abcdefg');
    assert.ok((await echoed(socket, large)).back.equals(large));
    const bye = once(socket, 'data');
    socket.end();
    assert.deepEqual(await bye, [Buffer.from('bye')]);
    await once(socket, 'end');
    assert.deepEqual([counts.connections, counts.bytesToServer, counts.bytesToClient], [1, 3_000_008, 3_000_011]);
    assert.deepEqual([counts.reset, counts.refused, counts.unreachable, counts.heldBytes], [0, 0, 0, 0]);
  });

  it('delays in each direction, and by a jitter in which nothing overtakes', async (test) => {
    const { connect: open } = await scene(test, ['delay=60ms', 'jitter=30ms']);
    const socket = await open();
    const { back, tookMs } = await echoed(socket, BYTES);
    assert.deepEqual(back, BYTES);
    assert.ok(tookMs >= 120 && tookMs < 1000, `${tookMs}`);
    const sent: Buffer[] = [];
    const all = new Promise<Buffer>((resolve) => {
      let got = Buffer.alloc(0);
      socket.on('data', (part: Buffer) => {
        got = Buffer.concat([got, part]);
        if (got.length === 40) resolve(got);
      });
    });
    for (let number = 0; number < 40; number++) {
      sent.push(Buffer.from([number]));
      socket.write(Buffer.from([number]));
      await sleep(2);
    }
    assert.deepEqual(await all, Buffer.concat(sent));
  });

  it('takes as many bits a second as its rate says, for all connections together', async (test) => {
    const { connect: open } = await scene(test, ['rate=1mbit']);
    const sockets = [await open(), await open()];
    // 25,000 bytes each: 50,000 × 8 bits are 400 ms there; the way back begins with the first of them.
    const took = await Promise.all(sockets.map((socket) => echoed(socket, Buffer.alloc(25_000, 'x'))));
    const slowest = Math.max(...took.map(({ tookMs }) => tookMs));
    assert.ok(slowest >= 395 && slowest < 1500, `${slowest}`);
  });

  it('cuts at its time: connections are reset, new ones too, and afterwards all is well', async (test) => {
    const { connect: open, counts, told } = await scene(test, ['cut=250ms@150ms']);
    const sockets = [await open(), await open()];
    const ended = sockets.map(closed);
    await echoed(sockets[0] as Socket, BYTES);
    await Promise.all(ended);
    await closed(await open());
    await sleep(400);
    assert.deepEqual((await echoed(await open(), BYTES)).back, BYTES);
    assert.deepEqual([counts.cuts, counts.reset, counts.refused, counts.connections], [1, 2, 1, 4]);
    assert.deepEqual(told, ['cut for 0.25 s: 2 connections reset']);
  });

  it('hangs at its time: what is sent meanwhile comes afterwards', async (test) => {
    const { connect: open, counts, told } = await scene(test, ['hang=400ms@100ms']);
    const socket = await open();
    assert.ok((await echoed(socket, BYTES)).tookMs < 100);
    await sleep(150);
    const { back, tookMs } = await echoed(socket, BYTES);
    assert.deepEqual(back, BYTES);
    assert.ok(tookMs > 100 && tookMs < 1500, `${tookMs}`);
    assert.deepEqual([counts.hangs, counts.heldBytes, counts.reset], [1, BYTES.length, 0]);
    assert.deepEqual(told, ['hang: nothing gets through for 0.4 s']);
  });

  it('resets those for whom the other end cannot be reached, and says so once', async (test) => {
    const free = createServer();
    const port = await portOf(free);
    free.close();
    const { connect: open, counts, told } = await scene(test, [], port);
    for (let time = 0; time < 2; time++) await closed(await open());
    assert.equal(counts.unreachable, 2);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /127\.0\.0\.1:\d+ cannot be reached: connect ECONNREFUSED/);
  });

  it('leads to no other machine that was not allowed', async (test) => {
    const proxy = new FaultProxy({
      listen: { host: '127.0.0.1', port: 0 },
      to: { host: '192.0.2.1', port: 9 },
      faults: readProxyFaults([], '').faults,
      seed: 1,
      allowedHosts: [],
      tell: () => undefined,
    });
    const port = await proxy.start();
    test.after(() => proxy.close());
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await closed(socket);
    assert.equal(proxy.counts.unreachable, 1);
  });
});

it('what is wrong with faults is told all at once', () => {
  const texts = [
    'dealy=1s',
    'delay=5',
    'delay=2m',
    'rate=1',
    'rate=0.5kbit',
    'cut=5s',
    'hang=0s@1s',
    'cut=1s@2s@3s',
    '',
  ];
  const { problems } = readProxyFaults(texts, '--fault');
  assert.equal(problems.length, texts.length);
  assert.match(problems[0]?.message ?? '', /unknown fault "dealy"; did you mean "delay"/);
  const { faults } = readProxyFaults(
    ['delay=1.5s', 'rate=2.5mbit', 'cut=1s@2s', 'cut=100ms@0s', 'hang=1m@1h'],
    '--fault',
  );
  assert.deepEqual(faults, {
    delayMs: 1500,
    jitterMs: 0,
    bitsPerSecond: 2_500_000,
    cuts: [
      { fromMs: 2000, toMs: 3000 },
      { fromMs: 0, toMs: 100 },
    ],
    hangs: [{ fromMs: 3_600_000, toMs: 3_660_000 }],
  });
});
