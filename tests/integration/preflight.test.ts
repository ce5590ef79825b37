import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as requestTo, type Server as HttpServer } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { Server, type ServerOptions } from 'socket.io';
import { StartError } from '#dist/core/errors.js';
import type { DialectSpec } from '#dist/core/dialect-spec.js';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import { findTarget, type FoundTarget } from '#dist/engine/main/preflight.js';
import { planFor } from '../helpers/run/engine-run.js';
import { BARE } from '../helpers/run/one-worker.js';
import { portOf } from '../helpers/wire/listen.js';
import { type CertificateName, certificateOf, secureServer } from '../helpers/wire/secure-chat.js';

/** What a test looks for a target with. */
interface Search {
  readonly socket?: Partial<DialectSpec['socket']>;
  readonly http?: DialectSpec['http'];
  readonly certificates?: readonly CertificateName[];
  readonly insecure?: boolean;
  readonly connectTimeoutMs?: number;
}

const LOG_IN: DialectSpec['http'] = {
  login: {
    method: 'POST',
    path: '/login',
    headers: {},
    accept: [200],
    acceptOnRetry: [],
    retry: false,
    capture: { token: 'token' },
  },
};

async function find(target: string, search: Search = {}): Promise<FoundTarget> {
  const { socket = {}, http = {}, certificates = [], insecure = false, connectTimeoutMs = 5000 } = search;
  const plan = await planFor(target);
  const dialect = { ...BARE, http, socket: { ...BARE.socket, ...socket } };
  return await findTarget(
    { ...plan, dialect, insecure, limits: { ...plan.limits, connectTimeoutMs } },
    { secrets: createRunSecrets(), certificates: certificates.map(certificateOf) },
  );
}

/** What is said when a target must not be found: the sentence and the hint, one below the other. */
async function saidOf(target: string, search: Search = {}): Promise<string> {
  const outcome: unknown = await find(target, search).catch((thrown: unknown) => thrown);
  assert.ok(outcome instanceof StartError, 'it was found');
  return `${outcome.message}\n${outcome.hint ?? ''}`;
}

/** A real chat server that ends with the test. */
async function chat(
  test: TestContext,
  options: Partial<ServerOptions> = {},
  http: HttpServer = createServer(),
): Promise<string> {
  const io = new Server(http, options);
  test.after(() => io.close());
  return `http://127.0.0.1:${await portOf(http)}`;
}

async function listen(test: TestContext, server: TcpServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return await portOf(server);
}

/** A proxy before a server, which passes requests on, but no upgrade: it answers those with this, or passes them on as plain requests. */
async function proxyTo(test: TestContext, backend: string, answer?: string): Promise<string> {
  const proxy = createServer((incoming, outgoing) => {
    const { connection: _, upgrade: __, ...headers } = incoming.headers;
    const onward = requestTo(`${backend}${incoming.url ?? ''}`, { method: incoming.method, headers }, (answered) => {
      outgoing.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  if (answer !== undefined) proxy.on('upgrade', (_request, socket) => socket.end(answer));
  return `http://127.0.0.1:${await listen(test, proxy)}`;
}

describe('A target in TLS', { concurrency: 2 }, () => {
  async function secure(test: TestContext, name: CertificateName): Promise<string> {
    const http = secureServer(name);
    const io = new Server(http);
    test.after(() => io.close());
    return `https://localhost:${await portOf(http)}`;
  }

  it('is found by the name that the user gave, with an authority that --ca names', async (test) => {
    const target = await secure(test, 'name');
    const found = await find(target, { certificates: ['authority'] });
    assert.equal(found.endpoint.base, target);
    assert.deepEqual(found.endpoint.addresses, { localhost: '127.0.0.1' });
    assert.equal(found.address, target.replace('localhost', '127.0.0.1'));
    assert.deepEqual(found.notices, []);
    // The certificate itself does as well.
    await find(await secure(test, 'localhost'), { certificates: ['other-name', 'localhost'] });
  });

  it('is found whatever its certificate, and that is told, when nothing is to be checked', async (test) => {
    for (const name of ['name', 'other-name', 'expired', 'localhost'] as const) {
      const { notices } = await find(await secure(test, name), { insecure: true });
      assert.match(notices.join(), /^Certificates of the target were not checked \(--insecure\)/);
    }
  });

  const faults: readonly (readonly [CertificateName, readonly CertificateName[], RegExp])[] = [
    ['localhost', [], /^The certificate of localhost:\d+ is signed by itself.*\n.*--ca /],
    [
      'name',
      [],
      /^The certificate of localhost:\d+ comes from an authority that this machine does not trust: .*\n.*--ca /,
    ],
    [
      'other-name',
      ['authority'],
      /^The certificate that localhost:\d+ shows is for another name: .*chat\.example.*\n.*--target/,
    ],
    ['expired', ['authority'], /^The certificate of localhost:\d+ has expired\.\nRenew it/],
  ];
  for (const [name, certificates, words] of faults) {
    it(`whose certificate is "${name}" is not found, and why is told with what to do`, async (test) => {
      assert.match(await saidOf(await secure(test, name), { certificates }), words);
    });
  }

  it('that does not speak it, or that alone, is told from no chat server', async (test) => {
    const plain = (await chat(test)).replace('http:', 'https:');
    const { host } = new URL(plain);
    assert.equal(
      await saidOf(plain),
      `${host} does not speak TLS, and the target says https.\nUse --target http://${host}`,
    );
    const http = (await secure(test, 'name')).replace('https:', 'http:');
    assert.equal(
      await saidOf(http),
      `${http} speaks TLS, and the target says http.\nUse --target ${http.replace('http:', 'https:')}`,
    );
  });
});

describe('A server that refuses the first WebSocket', { concurrency: 2 }, () => {
  const refusing = (message: string): Partial<ServerOptions> => ({
    allowRequest: (_request, answer) => answer(message, false),
  });

  it('is a Socket.IO server, and its reason is told', async (test) => {
    const target = await chat(test, refusing('no session cookie'));
    assert.match(
      await saidOf(target),
      /^The Socket\.IO server at http:\S+\/socket\.io\/ refuses the WebSocket: .*HTTP 400: no session cookie \(server\.http-400\)\.\n.*http\.login.*socket\.headers/,
    );
  });

  it('is gone on with by who logs in first', async (test) => {
    const target = await chat(test, refusing('no session cookie'));
    const found = await find(target, { http: LOG_IN });
    assert.equal(found.endpoint.socketPath, '/socket.io/');
    for (const status of [401, 403, 400, 500]) {
      const other = createServer((_request, response) => response.writeHead(status).end('no'));
      await find(`http://127.0.0.1:${await listen(test, other)}`, { http: LOG_IN });
    }
  });

  it('says that it takes polling alone, or no Engine.IO 3', async (test) => {
    const polling = await chat(test, { transports: ['polling'] });
    assert.match(
      await saidOf(polling),
      /refuses the WebSocket: .*Transport unknown.*\n.*allow "websocket" in the option transports/,
    );
    const modern = await chat(test);
    assert.match(
      await saidOf(modern, { socket: { engine: 3 } }),
      /Unsupported protocol version.*\n.*leave socket\.engine out/,
    );
  });

  it('says that it takes polling alone also where it says so by its handshake only, as Flask-SocketIO in threads does', async (test) => {
    const http = createServer((request, response) => {
      const isPolling = request.url?.includes('transport=polling') === true;
      response.writeHead(isPolling ? 200 : 400, { connection: 'close' });
      response.end(
        isPolling
          ? '0{"sid":"a","upgrades":[],"pingTimeout":20000,"pingInterval":25000}'
          : '"Invalid websocket upgrade"',
      );
    });
    test.after(() => http.close());
    assert.match(
      await saidOf(`http://127.0.0.1:${await portOf(http)}`),
      /^The Socket\.IO server at \S+ takes polling alone: .*\nIts handshake offers no WebSocket, so no proxy is to blame/,
    );
  });

  it('is not found by who logs in either, where no log-in would help', async (test) => {
    for (const [status, words] of [
      [404, /^Something answers at .*, but it is no Socket\.IO server at \/socket\.io\/: .*HTTP 404/],
      [502, /is a proxy that does not reach the chat server: .*HTTP 502/],
      [426, /opens no WebSocket at \/socket\.io\/: .*HTTP 426.*\n.*proxy_set_header Upgrade/],
    ] as const) {
      const server = createServer((_request, response) => response.writeHead(status).end('no'));
      assert.match(await saidOf(`http://127.0.0.1:${await listen(test, server)}`, { http: LOG_IN }), words);
    }
  });
});

describe('A server behind a proxy', { concurrency: 2 }, () => {
  it('that lets no upgrade pass is told from no server', async (test) => {
    const backend = await chat(test);
    const answers = [
      undefined,
      'HTTP/1.1 200 OK\r\nServer: nginx/1.22\r\nContent-Length: 0\r\n\r\n',
      'HTTP/1.1 426 x\r\nContent-Length: 0\r\n\r\n',
      '',
    ];
    for (const answer of answers) {
      const said = await saidOf(await proxyTo(test, backend, answer));
      assert.match(
        said,
        /^The Socket\.IO server at \S+ answers, but no WebSocket gets through to it: .*\n.*proxy_set_header Upgrade/,
        said,
      );
    }
  });
});

describe('The socket path', { concurrency: 2 }, () => {
  it('is found with or without its last slash, and that is told', async (test) => {
    const withSlash = await chat(test, { path: '/api/socket.io/' });
    const found = await find(withSlash, { socket: { path: '/api/socket.io' } });
    assert.equal(found.endpoint.socketPath, '/api/socket.io/');
    assert.match(
      found.notices.join(),
      /^The socket path of the server is \/api\/socket\.io\/; .* says \/api\/socket\.io\.$/,
    );
    const io = new Server();
    const http = createServer((_request, response) => response.writeHead(404).end());
    io.attach(http, {
      path: '/ws',
      addTrailingSlash: false,
      allowRequest: ({ url = '' }, answer) => answer(null, !url.startsWith('/ws/')),
    });
    test.after(() => io.close());
    const without = `http://127.0.0.1:${await portOf(http)}`;
    const refused = await find(without, { socket: { path: '/ws' } });
    assert.deepEqual([refused.endpoint.socketPath, refused.notices], ['/ws', []]);
  });

  it('of a server that refuses there what it would not elsewhere is told with the reason', async (test) => {
    const target = await chat(test, {
      path: '/api/',
      allowRequest: (_request, answer) => answer('Origin not allowed', false),
    });
    assert.match(
      await saidOf(target, { socket: { path: '/api' } }),
      /^The Socket\.IO server at \S+\/api\/ refuses the WebSocket: .*Origin not allowed/,
    );
    assert.equal((await find(target, { socket: { path: '/api' }, http: LOG_IN })).endpoint.socketPath, '/api/');
  });

  it('that is another one is asked for', async (test) => {
    const target = await chat(test);
    assert.match(
      await saidOf(target, { socket: { path: '/chat/' } }),
      /^Something answers at \S+, but it is no Socket\.IO server at \/chat\/: .*\n.*is \/chat\/ its socket path/,
    );
  });
});

describe('A target that accepts and does not answer', () => {
  it('is given up after one time-out', async (test) => {
    const server = createTcpServer((socket) => socket.resume());
    const target = `http://127.0.0.1:${await listen(test, server)}`;
    const startedAtMs = performance.now();
    assert.match(
      await saidOf(target, { connectTimeoutMs: 400 }),
      /^http:\S+ accepts connections and does not answer: .*400 ms\.\n.*connectTimeout/,
    );
    assert.ok(performance.now() - startedAtMs < 5000);
    let visits = 0;
    server.on('connection', () => visits++);
    await saidOf(target, { connectTimeoutMs: 100 });
    // The port, and the WebSocket.
    assert.equal(visits, 2);
    server.close();
    await once(server, 'close').catch(() => undefined);
  });
});
