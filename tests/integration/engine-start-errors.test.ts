import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { createServer as createTcpServer, type Socket as TcpSocket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { Server } from 'socket.io';
import { StartError } from '#dist/core/errors.js';
import type { RunPlan } from '#dist/core/plan.js';
import { startRun } from '#dist/engine/main/run.js';
import { planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { portOf } from '../helpers/wire/listen.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';
import { OPEN, startScripted } from '../helpers/wire/scripted-socket-server.js';

const EVENTS = {
  join: { event: 'enter', args: ['{{room.name}}'] },
  joined: 'entered',
  send: { event: 'say', args: ['{{room.name}}', '{{message.text}}'] },
  receive: 'said',
};

const ANSWER_MS = 1000;

/** The plan of a run in which nobody waits long. */
async function planOf(test: TestContext, target: string, dialect: object = {}): Promise<RunPlan> {
  const plan = await planFor(target, { dialect: await dialectFile(test, { events: EVENTS, ...dialect }) });
  return { ...plan, limits: { ...plan.limits, connectTimeoutMs: ANSWER_MS, connectConcurrency: 4 } };
}

/** Why a run does not begin. */
async function refusalOf(plan: RunPlan): Promise<StartError> {
  const thrown: unknown = await startRun(plan, { startWorker: inProcess() }).outcome.catch((error: unknown) => error);
  assert.ok(thrown instanceof StartError, String(thrown));
  return thrown;
}

describe('A run that cannot begin', { concurrency: 4 }, () => {
  it('tells what failed in earlier phases before it guesses', async (test) => {
    let logins = 0;
    const http = createServer((request, response) => {
      request.resume().on('end', () => {
        if (++logins <= 1) response.writeHead(200).end('{}');
        else response.writeHead(403).end('{"message":"Too many accounts of yours"}');
      });
    });
    const io = new Server(http);
    io.on('connection', (socket) => socket.on('enter', () => socket.emit('entered')));
    test.after(() => io.close());
    const target = `http://127.0.0.1:${await portOf(http)}`;
    const { message, hint } = await refusalOf(
      await planOf(test, target, { http: { login: { path: '/login', body: { name: '{{user.name}}' } } } }),
    );
    assert.match(
      message,
      /^No room was joined by two users\. Before that failed login: .*HTTP 403: Too many accounts of yours \(server\.http-403, 11 times\)\./,
    );
    assert.match(hint ?? '', /^What failed first, in the phase login, may be the reason for the rest\./);
  });

  it('names the event that came in place of a misspelt one that was waited for', async (test) => {
    const target = await plainChat(test, (socket) => {
      socket.emit('welcome', { text: 'hello' });
      socket.on('enter', () => socket.emit('entered', { at: 1 }));
    });
    const plan = await planOf(test, target, { events: { ...EVENTS, joined: 'enterd' } });
    const { message, hint } = await refusalOf(plan);
    assert.match(
      message,
      /^No room was joined by two users: no confirmation of a join .*\(server\.join-timeout, 12 times\)/,
    );
    assert.match(message, /Meanwhile came `welcome` 12 times: \{"text":"hello"\}; `entered` \d+ times: \{"at":1\}\.$/);
    assert.match(
      hint ?? '',
      /^`events\.joined` waits for `enterd`, which never came; `entered` came \d+ times\. Change events\.joined to `entered`\.$/,
    );
  });

  it('tells an event that looks like a refusal when nobody can enter', async (test) => {
    const target = await plainChat(test, (socket) => {
      socket.on('enter', () => socket.emit('join_error', { reason: 'room must be a number' }));
    });
    const { message, hint } = await refusalOf(await planOf(test, target));
    assert.match(message, /`join_error` \d+ times, which looks like a refusal: \{"reason":"room must be a number"\}/);
    assert.match(hint ?? '', /^`join_error` looks like a refusal/);
  });

  for (const [what, answer, ack, words, advice] of [
    [
      'that says no to every join',
      { status: 403, error: '권한이 없습니다' },
      true,
      /refused a join: 권한이 없습니다/,
      /^The server says no to the join/,
    ],
    [
      'whose yes the dialect takes for a no',
      { status: 'ok' },
      { path: '0.ok', equals: true },
      /refused a join: .*"status":"ok"/,
      /takes for a yes what has true at `0\.ok`/,
    ],
    [
      'that cuts whoever joins',
      undefined,
      true,
      /lost before all rooms were joined: the server ended the session/,
      /^The connections ended while users were entering/,
    ],
  ] as const)
    it(`tells of a server ${what} what is so, and not that nothing came`, async (test) => {
      const target = await plainChat(test, (socket) => {
        socket.on('enter', (_room: string, acknowledge: (said: unknown) => void) => {
          if (answer === undefined) socket.disconnect(true);
          else acknowledge(answer);
        });
      });
      const { joined: _, ...events } = EVENTS;
      const plan = await planOf(test, target, { events: { ...events, join: { ...events.join, ack } } });
      const { message, hint } = await refusalOf(plan);
      assert.match(message, words);
      assert.match(hint ?? '', advice);
    });

  it('tells what an answer says that is no JSON, and what its status asks for', async (test) => {
    const http = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(401).end('비밀번호가 틀렸습니다'));
    });
    const io = new Server(http);
    test.after(() => io.close());
    const login = { path: '/login', body: { name: '{{user.name}}' } };
    const { message, hint } = await refusalOf(
      await planOf(test, `http://127.0.0.1:${await portOf(http)}`, { http: { login } }),
    );
    assert.match(
      message,
      /^Nobody could log in: POST \/login was answered with HTTP 401: 비밀번호가 틀렸습니다 \(server\.http-401, 12 times\)\.$/,
    );
    assert.match(hint ?? '', /^The server does not accept the credentials: change http\.login\.body/);
  });

  it('points at what a server sees before a WebSocket is open when it refuses that', async (test) => {
    let asked = 0;
    const http = createServer();
    // The preflight is let in.
    const io = new Server(http, { allowRequest: (_request, decide) => decide('no token', ++asked === 1) });
    test.after(() => io.close());
    const { message, hint } = await refusalOf(await planOf(test, `http://127.0.0.1:${await portOf(http)}`));
    assert.match(message, /^Nobody could connect: .*HTTP 400: no token/);
    assert.match(
      hint ?? '',
      /^The server refuses the WebSocket itself\. .*socket\.headers .*socket\.auth comes later\.$/,
    );
  });

  it('says that MessagePack with Socket.IO 2 is not spoken, and of a stated parser that it may be wrong', async (test) => {
    const server = await startScripted(({ socket }) => {
      socket.send(OPEN);
      // As socket.io-msgpack-parser 2.2.1 connects a client.
      socket.send('4{"type":0,"nsp":"/"}');
    });
    test.after(() => server.close());
    const found = await refusalOf(await planOf(test, new URL(server.url.replace('ws', 'http')).origin));
    assert.match(
      found.message,
      /the MessagePack of Socket\.IO 2 or a parser of its own, which is not spoken \(protocol\.not-spoken, 12 times\)/,
    );
    assert.match(found.hint ?? '', /^Leave the option parser out of the server/);
    const target = await plainChat(test, () => undefined);
    const stated = await refusalOf(await planOf(test, target, { socket: { parser: 'msgpack' } }));
    assert.match(stated.message, /closed the connection \(code 1005, no code given\)/);
    assert.match(stated.hint ?? '', /socket\.parser/);
  });

  it('names the only event that resembles one that was waited for', async (test) => {
    const target = await plainChat(test, (socket) => void socket.emit('server:ready', { v: 3 }));
    const { hint } = await refusalOf(await planOf(test, target, { events: { ...EVENTS, ready: 'ready' } }));
    assert.match(hint ?? '', /`events\.ready` waits for `ready`, .*Change events\.ready to `server:ready`/);
  });

  it('waits once for a server that greets, and answers nobody', async (test) => {
    let asked = 0;
    const server = await startScripted(({ socket }) => {
      asked++;
      socket.send(OPEN);
    });
    test.after(() => server.close());
    const { message } = await refusalOf(await planOf(test, new URL(server.url.replace('ws', 'http')).origin));
    assert.match(message, /^Nobody could connect: .*within 1000 ms .*\(network\.timeout, 12 times\)\.$/);
    // The preflight, the first of the users, and no more than those who asked beside it.
    assert.ok(asked <= 1 + 1 + 4, `${asked} connections`);
  });

  it('waits once for a server that takes connections, and says nothing', async (test) => {
    const sockets: TcpSocket[] = [];
    const tcp = createTcpServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
    });
    const port = await portOf(tcp);
    test.after(() => {
      for (const socket of sockets) socket.destroy();
      tcp.close();
    });
    const { message } = await refusalOf(await planOf(test, `http://127.0.0.1:${port}`));
    assert.match(message, /no answer to the WebSocket handshake within 1000 ms/);
    // One to see whether anything listens, and one that waits for an answer.
    assert.equal(sockets.length, 2);
  });

  it('waits once for a server that leaves whoever comes late without an answer, and goes on with the others', async (test) => {
    const http = createServer();
    const io = new Server(http);
    const leftWaiting: Duplex[] = [];
    test.after(() => {
      for (const socket of leftWaiting) socket.destroy();
      return io.close();
    });
    io.on('connection', (socket) => {
      socket.on('enter', (room: string) => {
        void socket.join(room);
        socket.emit('entered');
      });
      socket.on('say', (room: string, text: string) => io.to(room).emit('said', text));
    });
    // As a server behind a proxy whose workers are all taken.
    const [upgrade] = http.listeners('upgrade');
    let visits = 0;
    http.removeAllListeners('upgrade').on('upgrade', (request, socket: Duplex, head) => {
      if (++visits <= 9) upgrade?.apply(http, [request, socket, head]);
      else leftWaiting.push(socket);
    });
    const plan = await planOf(test, `http://127.0.0.1:${await portOf(http)}`);
    const startedAtMs = performance.now();
    const run = { ...plan, users: 60, rooms: 1, roomSize: 'all', durationMs: 300 } as const;
    const { phases, deliveries } = await startRun(run, { startWorker: inProcess() }).outcome;
    const connected = phases.find(({ name }) => name === 'connect');
    assert.deepEqual([connected?.attempted, connected?.succeeded, connected?.failed], [60, 8, 52]);
    // The preflight, those that came in, and of those who asked at once each twice at most.
    assert.ok(visits <= 9 + 2 * 4, `${visits} visits`);
    assert.equal(deliveries.lost, 0);
    assert.ok(performance.now() - startedAtMs < 20_000);
  });
});
