import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createServer as createPlain } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type WebSocket, WebSocketServer } from 'ws';
import { connectDuring } from '../../../helpers/wire/client-diary.js';
import { listenDuring } from '../../../helpers/wire/raw-socket-server.js';

/** A certificate for localhost, 127.0.0.1 and ::1 that nobody but these tests trusts; valid until 2126. */
const FIXTURES = new URL('../../../../tests/fixtures/', import.meta.url);
const CERTIFICATE = fileURLToPath(new URL('localhost-cert.pem', FIXTURES));
const WORKER = fileURLToPath(new URL('../../../helpers/wire/secure-client-worker.js', import.meta.url));

/** A `wss:` server on `ws` for the time of a test; returns its URL. */
async function startSecure(
  test: TestContext,
  onConnection: (socket: WebSocket) => void,
  host?: string,
): Promise<string> {
  const https = createServer({
    cert: readFileSync(CERTIFICATE),
    key: readFileSync(new URL('localhost-key.pem', FIXTURES)),
  });
  https.on('tlsClientError', () => undefined);
  new WebSocketServer({ server: https }).on('connection', onConnection);
  return (await listenDuring(test, https, host)).replace('ws:', 'wss:');
}

/** What a client that trusts the certificate is told. */
async function toldToTrusting(url: string): Promise<unknown> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: CERTIFICATE };
  const { stdout } = await promisify(execFile)(process.execPath, [WORKER, url], { env, timeout: 15_000 });
  return JSON.parse(stdout) as unknown;
}

describe('A WebSocket over TLS', () => {
  const texts = ['hello', 'x'.repeat(126), 'x'.repeat(70_000), 'x'.repeat(1_000_000)];
  const expected = [...texts.map((text) => `text of ${text.length}`), 'text of 3'];

  /** Sends all texts at once, and `bye` when all have come back. */
  function script(echoed: string[], socket: WebSocket): void {
    socket.on('message', (data: Buffer) => {
      echoed.push(data.toString());
      if (echoed.length === texts.length) socket.send('bye');
    });
    for (const text of texts) socket.send(text);
  }

  it('carries texts of every size both ways and closes in good order', async (test) => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const echoed: string[] = [];
      let status: Promise<number> | undefined;
      const url = await startSecure(test, (socket) => {
        status = new Promise((resolve) => socket.on('close', resolve));
        script(echoed, socket);
      });
      assert.deepEqual(await toldToTrusting(url.replace('127.0.0.1', name)), expected);
      assert.deepEqual(echoed, texts);
      assert.equal(await status, 1000);
    }
  });

  it('reaches a server by its IPv6 address', async (test) => {
    const url = await startSecure(test, (socket) => script([], socket), '::1').catch(() => undefined);
    if (url === undefined) return test.skip('there is no IPv6 here');
    assert.deepEqual(await toldToTrusting(url), expected);
  });

  it('hears the server’s close', async (test) => {
    const url = await startSecure(test, (socket) => socket.close(1001));
    assert.deepEqual(await toldToTrusting(url), ['closed server.closed']);
  });

  it('is not opened to a server whose certificate is not trusted', async (test) => {
    let connections = 0;
    const url = await startSecure(test, () => connections++);
    const { told } = connectDuring(test, url);
    assert.match((await told(1)).join(), /^closed network\.DEPTH_ZERO_SELF_SIGNED_CERT: /);
    assert.equal(connections, 0);
  });

  it('is not opened to a server that does not speak TLS', async (test) => {
    const plain = createPlain((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const url = await listenDuring(test, plain);
    const { told } = connectDuring(test, url.replace('ws:', 'wss:'));
    assert.match((await told(1)).join(), /^closed network\.ERR_SSL_/);
  });
});
