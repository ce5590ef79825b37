import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { Server } from 'socket.io';
import { MAX_JSON_LEVELS } from '#dist/core/json.js';
import { OperationError } from '#dist/core/operation-error.js';
import { probeTcp } from '#dist/net/probe-tcp.js';
import { probeEngineIo } from '#dist/wire/socketio/endpoint-probe.js';
import { portOf } from '../../../helpers/wire/listen.js';
import { startRaw } from '../../../helpers/wire/raw-socket-server.js';
import { OPEN, refusal, startRefusing, startScripted } from '../../../helpers/wire/scripted-socket-server.js';

/** The kind of the failure that a probe must end with. */
async function kindOf(probe: Promise<void>): Promise<string> {
  const outcome: unknown = await probe.catch((thrown: unknown) => thrown);
  assert.ok(outcome instanceof OperationError, 'the probe found what it looked for');
  return outcome.kind;
}

describe('Looking for a listener', () => {
  it('finds one and leaves no connection behind', async () => {
    const server = createTcpServer();
    const accepted = new Promise<Socket>((resolve) => {
      server.on('connection', resolve);
    });
    const port = await portOf(server);
    await probeTcp('127.0.0.1', port, 5000);
    const socket = await accepted;
    socket.on('error', () => undefined);
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    server.close();
  });

  it('says that nobody listens', async () => {
    const server = createTcpServer();
    const port = await portOf(server);
    await new Promise((resolve) => server.close(resolve));
    assert.equal(await kindOf(probeTcp('127.0.0.1', port, 5000)), 'network.ECONNREFUSED');
  });
});

describe('Looking for an Engine.IO server', () => {
  it('finds the real one, and takes no place in it', async (test) => {
    const http = createServer();
    const io = new Server(http);
    test.after(() => io.close());
    let joined = 0;
    io.on('connection', () => joined++);
    const port = await portOf(http);
    await probeEngineIo(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, 5000);
    assert.equal(joined, 0);
  });

  it('says what was found instead', async (test) => {
    const findings: readonly (readonly [string, string])[] = [
      [refusal(404), 'server.http-404'],
      [refusal(503), 'server.http-503'],
      ['220 smtp.example.test ESMTP\r\n', 'protocol.not-http'],
      ['', 'network.closed'],
    ];
    for (const [answer, kind] of findings) {
      const server = await startRefusing(answer);
      test.after(() => server.close());
      assert.equal(await kindOf(probeEngineIo(server.url, 5000)), kind);
    }
  });

  it('is not content with any WebSocket', async (test) => {
    const firsts: readonly (readonly [string | Buffer | undefined, string])[] = [
      ['welcome', 'protocol.not-engine-io'],
      ['0{}', 'protocol.not-engine-io'],
      [Buffer.from(OPEN), 'protocol.not-engine-io'],
      [undefined, 'protocol.not-engine-io'],
    ];
    for (const [first, kind] of firsts) {
      const server = await startScripted(({ socket }) => {
        if (first !== undefined) socket.send(first);
      });
      test.after(() => server.close());
      assert.equal(await kindOf(probeEngineIo(server.url, first === undefined ? 100 : 5000)), kind);
    }
    const closing = await startScripted(({ socket }) => socket.close());
    test.after(() => closing.close());
    assert.equal(await kindOf(probeEngineIo(closing.url, 5000)), 'server.closed-early');
  });

  it('does not wait for as long as it may on a WebSocket that opens and says nothing', {
    timeout: 30_000,
  }, async (test) => {
    const server = await startScripted(() => undefined);
    test.after(() => server.close());
    assert.equal(await kindOf(probeEngineIo(server.url, 60_000)), 'protocol.not-engine-io');
  });

  it('says that an answer to the handshake is not legal, and that a first message is too large', async (test) => {
    const illegal = await startRaw(test, (socket) => {
      socket.end('HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n');
    });
    assert.equal(await kindOf(probeEngineIo(illegal, 5000)), 'protocol.not-websocket');
    const large = await startScripted(({ socket }) => socket.send(`0{"sid":"${'x'.repeat(100_000)}"}`));
    test.after(() => large.close());
    assert.equal(await kindOf(probeEngineIo(large.url, 5000)), 'protocol.illegal-frame');
    const deep = await startScripted(({ socket }) =>
      socket.send(`0{"sid":"a","more":${'['.repeat(MAX_JSON_LEVELS)}${']'.repeat(MAX_JSON_LEVELS)}}`),
    );
    test.after(() => deep.close());
    assert.equal(await kindOf(probeEngineIo(deep.url, 5000)), 'protocol.not-engine-io');
  });

  it('waits no longer than it is told for an upgrade', async (test) => {
    const server = await startRefusing(undefined);
    test.after(() => server.close());
    assert.equal(await kindOf(probeEngineIo(server.url, 100)), 'network.timeout');
  });
});
