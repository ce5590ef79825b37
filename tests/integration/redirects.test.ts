import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import type { LiveEvent } from '#dist/live/watcher.js';
import { OtlpPush } from '#dist/live/exporters/otlp.js';
import { AlertWebhook } from '#dist/live/webhook.js';
import { probeEngineIo } from '#dist/wire/socketio/endpoint-probe.js';
import { HttpClient } from '#dist/wire/http-client.js';
import { SocketSession } from '#dist/wire/socketio/socket-session.js';
import { ampleBudget } from '../helpers/wire/ample-budget.js';
import { reportContext } from '../helpers/report/outcome.js';
import { listenDuring } from '../helpers/wire/raw-socket-server.js';

const TIMEOUT_MS = 5000;
const STATUSES = [301, 302, 303, 307, 308];
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

/** A server that sends everybody to another one, and how many went there. */
interface Crossing {
  /** Without a slash at its end. */
  readonly url: string;
  readonly asked: () => number;
  readonly visits: () => number;
}

async function redirecting(test: TestContext, status: number): Promise<Crossing> {
  let asked = 0;
  let visits = 0;
  const other = createServer((_, response) => response.end('{}'));
  other.on('connection', () => visits++);
  const otherUrl = (await listenDuring(test, other)).replace('ws:', 'http:');
  const server = createServer((request, response) => {
    asked++;
    request.resume();
    response.writeHead(status, { location: `${otherUrl}x`, connection: 'close' }).end();
  });
  server.on('upgrade', (_request, socket: Socket) => {
    asked++;
    const location = `Location: ${otherUrl.replace('http:', 'ws:')}x`;
    socket.end(`HTTP/1.1 ${status} Elsewhere\r\n${location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  });
  const url = (await listenDuring(test, server)).replace('ws:', 'http:').replace(/\/$/, '');
  return { url, asked: () => asked, visits: () => visits };
}

/** What each client makes of a redirect: a text that names it. */
const CLIENTS: Readonly<Record<string, (url: string) => Promise<string>>> = {
  'the HTTP client': async (url) => {
    const client = new HttpClient(url, 1, TIMEOUT_MS, ampleBudget());
    try {
      return String((await client.send({ method: 'GET', path: '/', headers: {} })).status);
    } finally {
      await client.close();
    }
  },
  'a session': (url) =>
    said(
      SocketSession.open(
        { url: url.replace('http', 'ws'), namespace: '/', budget: ampleBudget(), timeoutMs: TIMEOUT_MS },
        NOBODY,
      ),
    ),
  'the probe of an endpoint': (url) => said(probeEngineIo(url.replace('http', 'ws'), TIMEOUT_MS)),
  'the alert webhook': (url) =>
    noticeOf(async (tell) => {
      const hook = new AlertWebhook({ url: `${url}/hook`, runId: 'abc234', target: url, tell });
      hook.onEvent({ type: 'alert', alert: { rule: 'r', message: 'm', second: 1, value: 1, limit: 0 } });
      await hook.end();
    }),
  'the push to a collector': (url) =>
    noticeOf(async (tell) => {
      const push = await OtlpPush.open({ url: `${url}/v1/metrics`, context: reportContext(), startedAtMs: 0, tell });
      await push.end(undefined);
    }),
};

async function said(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => 'opened',
    (thrown: unknown) => String(thrown),
  );
}

async function noticeOf(use: (tell: (event: LiveEvent) => void) => Promise<void>): Promise<string> {
  const notices: string[] = [];
  await use((event) => {
    if (event.type === 'notice') notices.push(event.message);
  });
  return notices.join();
}

describe('A server that sends its visitors elsewhere', () => {
  for (const [name, ask] of Object.entries(CLIENTS)) {
    it(`is not followed by ${name}, which names the redirect`, async (test) => {
      for (const status of STATUSES) {
        const crossing = await redirecting(test, status);
        assert.match(await ask(crossing.url), new RegExp(`\\b${status}\\b`));
        assert.ok(crossing.asked() >= 1);
        assert.equal(crossing.visits(), 0);
      }
    });
  }
});
