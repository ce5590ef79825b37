import assert from 'node:assert/strict';
import { createServer, get, type Server } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { once } from 'node:events';
import { OperationError } from '#dist/core/operation-error.js';
import { DialGuard } from '#dist/net/dial-guard.js';
import { guardedAgent } from '#dist/net/http-agent.js';
import { openPool } from '#dist/net/http-pool.js';
import { probeTcp } from '#dist/net/probe-tcp.js';
import { probeEngineIo } from '#dist/wire/socketio/endpoint-probe.js';
import { HttpClient } from '#dist/wire/http-client.js';
import { SocketSession } from '#dist/wire/socketio/socket-session.js';
import { ampleBudget } from '../../helpers/wire/ample-budget.js';
import { namesLeadTo } from '../../helpers/wire/names.js';
import { listenDuring } from '../../helpers/wire/raw-socket-server.js';

const TIMEOUT_MS = 5000;
const NOBODY = {
  onRead() {},
  onEvent() {},
  onRecovered() {},
  onAttachment() {},
  onAck() {},
  onPing() {},
  onIllegal() {},
  onLost() {},
};

/** Every way in which a connection is opened, each to a host and port. */
const CLIENTS: Readonly<
  Record<string, (guard: DialGuard, host: string, port: number, isTls: boolean) => Promise<unknown>>
> = {
  'an HTTP client': async (guard, host, port, isTls) => {
    const client = new HttpClient(`${isTls ? 'https' : 'http'}://${host}:${port}`, 1, TIMEOUT_MS, ampleBudget(), guard);
    try {
      await client.send({ method: 'GET', path: '/', headers: {} });
    } finally {
      await client.close();
    }
  },
  'a pool': async (guard, host, port, isTls) => {
    const pool = openPool(guard, `${isTls ? 'https' : 'http'}://${host}:${port}`, { connectTimeoutMs: TIMEOUT_MS });
    try {
      await pool.request({ method: 'POST', path: '/' });
    } finally {
      await pool.destroy();
    }
  },
  'an agent': async (guard, host, port, isTls) => {
    const protocol = isTls ? 'https:' : 'http:';
    const agent = guardedAgent(guard, protocol, {});
    const module = isTls ? await import('node:https') : { get };
    await once(module.get(`${protocol}//${host}:${port}/`, { agent }), 'response').finally(() => agent.destroy());
  },
  'a session': (guard, host, port, isTls) => {
    const url = `${isTls ? 'wss' : 'ws'}://${host}:${port}/`;
    return SocketSession.open({ url, namespace: '/', budget: ampleBudget(), timeoutMs: TIMEOUT_MS, guard }, NOBODY);
  },
  'the probe of an endpoint': (guard, host, port, isTls) =>
    probeEngineIo(`${isTls ? 'wss' : 'ws'}://${host}:${port}/`, TIMEOUT_MS, guard),
  'the probe of a port': (guard, host, port) => probeTcp(host, port, TIMEOUT_MS, guard),
};

/** A server on 127.0.0.1 that answers everything with 404, and counts who comes. */
async function countingServer(test: TestContext): Promise<{ readonly port: number; readonly visits: () => number }> {
  let visits = 0;
  const server: Server = createServer((_, response) => response.writeHead(404).end());
  server.on('connection', () => visits++);
  return { port: Number(new URL(await listenDuring(test, server)).port), visits: () => visits };
}

async function kindOf(attempt: Promise<unknown>): Promise<string> {
  const outcome: unknown = await attempt.then(
    () => 'reached',
    (thrown: unknown) => thrown,
  );
  return outcome instanceof OperationError ? outcome.kind : String(outcome);
}

for (const [name, connect] of Object.entries(CLIENTS)) {
  describe(`By ${name}`, () => {
    // Both lead to this machine, and so do no harm; but they are not loopback, so they must be named.
    for (const host of ['0.0.0.0', '[::ffff:0.0.0.0]']) {
      it(`nothing is sent to ${host}, which nobody named`, async (test) => {
        const { port, visits } = await countingServer(test);
        for (const isTls of [false, true]) {
          assert.equal(await kindOf(connect(new DialGuard([]), host, port, isTls)), 'generator.host-not-allowed');
        }
        assert.equal(visits(), 0);
      });
    }

    it('a host that was named is reached', async (test) => {
      const { port, visits } = await countingServer(test);
      assert.notEqual(
        await kindOf(connect(new DialGuard(['0.0.0.0']), '0.0.0.0', port, false)),
        'generator.host-not-allowed',
      );
      assert.equal(visits(), 1);
    });

    it('a name that was allowed is reached wherever it leads', async (test) => {
      const { port, visits } = await countingServer(test);
      const guard = new DialGuard(['chat.example'], { resolve: namesLeadTo('127.0.0.1') });
      assert.notEqual(await kindOf(connect(guard, 'chat.example', port, false)), 'generator.host-not-allowed');
      assert.equal(visits(), 1);
    });

    it('nothing is sent to a localhost that leads to another machine', async (test) => {
      const { port, visits } = await countingServer(test);
      for (const isTls of [false, true]) {
        const guard = new DialGuard([], { resolve: namesLeadTo('0.0.0.0') });
        assert.equal(await kindOf(connect(guard, 'localhost', port, isTls)), 'generator.host-not-allowed');
      }
      assert.equal(visits(), 0);
    });
  });
}
