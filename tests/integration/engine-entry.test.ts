import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { Server, type ServerOptions, type Socket } from 'socket.io';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import { startRun } from '#dist/engine/main/run.js';
import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { contradictions, planFor, resolved, samples } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { portOf } from '../helpers/wire/listen.js';
import { dialectFile } from '../helpers/wire/plain-chat.js';

/** What a server is made of. */
interface Doors {
  readonly onRequest?: (request: IncomingMessage, body: string, response: ServerResponse) => void;
  readonly options?: Partial<ServerOptions>;
  /** What the chat does with who is in; otherwise everybody hears everybody. */
  readonly onConnection?: (socket: Socket, io: Server) => void;
  /** Lets somebody in, or throws. */
  readonly admit?: (socket: Socket) => void;
}

function toAll(socket: Socket, io: Server): void {
  socket.on('say', (text: string) => io.emit('said', text));
}

/** A chat with one room for all, behind doors of its own; returns its URL. */
async function chatBehind(
  test: TestContext,
  { onRequest, options, onConnection = toAll, admit }: Doors,
): Promise<string> {
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => onRequest?.(request, body, response));
  });
  const io = new Server(http, options);
  io.use((socket, next) => {
    try {
      admit?.(socket);
      next();
    } catch (thrown) {
      next(thrown as Error);
    }
  });
  io.on('connection', (socket) => onConnection(socket, io));
  test.after(() => io.close());
  return `http://127.0.0.1:${await portOf(http)}`;
}

const EVENTS = { send: 'say', receive: 'said' };
const FLAGS: FlagValues = { users: '4', rooms: undefined, roomSize: undefined, rate: '40', duration: '500ms' };

/** Runs a dialect against a server; nothing may be lost or fail. */
async function heldBy(test: TestContext, target: string, dialect: object, flags: FlagValues = {}): Promise<RunOutcome> {
  const path = await dialectFile(test, { events: EVENTS, ...dialect });
  const plan = await planFor(target, { ...FLAGS, dialect: path, ...flags });
  const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
  assert.deepEqual(contradictions(outcome), []);
  assert.deepEqual(outcome.errors, {});
  assert.deepEqual([outcome.counters.sent, outcome.deliveries.received, outcome.deliveries.lost], [20, 80, 0]);
  return outcome;
}

describe('A run gets in', { concurrency: 4 }, () => {
  it('by a cookie of its login, which each user keeps for itself, and which the upgrade renews', async (test) => {
    const sessions = new Map<string, string>();
    const seen: (string | undefined)[] = [];
    const target = await chatBehind(test, {
      options: { cookie: { name: 'io' } },
      onRequest: (request, body, response) => {
        seen.push(request.headers.cookie);
        const name = (JSON.parse(body) as { name: string }).name;
        if (request.url === '/register') {
          response.setHeader('set-cookie', ['csrf=c1; Path=/', `visit=${name}; Path=/elsewhere`]);
        } else {
          sessions.set(`s%3A${name}`, name);
          response.setHeader('set-cookie', [
            `session=s%3A${name}; Path=/; HttpOnly; Secure`,
            'csrf=; Path=/; Max-Age=0',
          ]);
        }
        response.writeHead(204).end();
      },
      admit: ({ handshake }) => {
        const name = sessions.get(/session=([^;]*)/.exec(handshake.headers.cookie ?? '')?.[1] ?? '');
        if (name === undefined || name !== handshake.auth['name']) throw new Error(`no session ${name}`);
        if (/csrf|visit/.test(handshake.headers.cookie ?? '')) throw new Error('too many cookies');
      },
    });
    const body = { name: '{{user.name}}' };
    await heldBy(test, target, {
      http: {
        register: { path: '/register', body, accept: 204 },
        login: { path: '/login', body, accept: 204 },
      },
      socket: { auth: body },
    });
    assert.deepEqual(
      seen,
      Array.from({ length: 8 }, (_, index) => (index < 4 ? undefined : 'csrf=c1')),
    );
  });

  it('without cookies where the dialect wants none, by one that it writes out', async (test) => {
    const target = await chatBehind(test, {
      onRequest: (_request, _body, response) => {
        response.setHeader('set-cookie', ['session=s1; Path=/', 'other=o1; Path=/']).writeHead(302).end('moved');
      },
      admit: ({ handshake }) => {
        if (handshake.headers.cookie !== 'sid=s1') throw new Error(`came with ${handshake.headers.cookie}`);
      },
    });
    await heldBy(test, target, {
      http: { login: { path: '/login', form: {}, accept: 302, capture: { session: 'cookie.session' } } },
      socket: { cookies: false, headers: { Cookie: 'sid={{user.session}}' } },
    });
  });

  it('at a server that limits log-ins, by waiting as long as it says, each 429 counted', async (test) => {
    const admitted: number[] = [];
    let refusals = 0;
    const target = await chatBehind(test, {
      onRequest: (_request, _body, response) => {
        const now = performance.now();
        const isFull = admitted.filter((at) => at > now - 900).length === 2;
        if (isFull) refusals++;
        else admitted.push(now);
        const until = new Date(Date.now() + 2000).toUTCString();
        if (isFull)
          response.writeHead(429, { 'retry-after': refusals % 2 === 0 ? '1' : until }).end('{"message":"slowly"}');
        else response.end('{}');
      },
    });
    const path = await dialectFile(test, { events: EVENTS, http: { login: { path: '/login' } } });
    const plan = await planFor(target, { ...FLAGS, dialect: path });
    const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.ok(refusals >= 2);
    assert.deepEqual(outcome.errors, { 'server.rate-limited': refusals });
    assert.deepEqual([outcome.phases[0]?.succeeded, outcome.phases[0]?.failed], [4, 0]);
    assert.equal(outcome.deliveries.received, 80);
    // What was waited for is no time of the server's.
    assert.equal(samples(outcome.phases[0]?.latency ?? new BucketCounter(), 900_000), 0);
  });

  it('no faster than its rate allows, in all workers together, observers included', async (test) => {
    const at: number[] = [];
    const target = await chatBehind(test, {
      onRequest: (_request, _body, response) => {
        at.push(performance.now());
        response.end('{}');
      },
    });
    const path = await dialectFile(test, {
      http: { register: { path: '/a' }, login: { path: '/b' }, rate: '25/s' },
      events: { ...EVENTS, send: { event: 'say', args: ['{{message.text}}', '{{room.id}}'] } },
    });
    const flags: FlagValues = { ...FLAGS, users: '4', rooms: '2', roomSize: '2', workers: '2', canary: true };
    const plan = await planFor(target, { ...flags, dialect: path, duration: '100ms', drain: '100ms' });
    await startRun(plan, { startWorker: inProcess() }).outcome;
    assert.equal(at.length, 12);
    // Each worker at the rate by itself would have taken a third of the time.
    assert.ok((at[11] ?? 0) - (at[0] ?? 0) >= 11 * 40 - 140);
  });

  it('with existing accounts, whose users write to each other alone, and nobody registers', async (test) => {
    const ids = new Map<string, number>(
      Array.from({ length: 6 }, (_, index) => [`user ${index}`, 100 + index] as const),
    );
    const bodies: string[] = [];
    const target = await chatBehind(test, {
      onRequest: (request, body, response) => {
        const { name, password } = JSON.parse(body) as { name: string; password: string };
        bodies.push(`${request.url} ${name}`);
        const isKnown = ids.has(name) && password === `pw,${name}`;
        response.writeHead(isKnown ? 200 : 401).end(JSON.stringify({ id: ids.get(name) }));
      },
      onConnection: (socket, io) => {
        void socket.join(`person ${socket.handshake.auth['id']}`);
        socket.on('private', (to: number, text: string) => io.to(`person ${to}`).emit('said', { text }));
      },
    });
    const dialect = await dialectFile(test, {
      accounts: 'users.csv',
      http: {
        register: { path: '/register', body: { name: '{{user.name}}' } },
        login: {
          path: '/login',
          body: { name: '{{user.name}}', password: '{{user.password}}' },
          capture: { id: 'id' },
        },
      },
      socket: { auth: { id: '{{user.id}}' } },
      events: { send: { event: 'private', args: ['{{room.other.id}}', '{{message.text}}'] }, receive: 'said' },
    });
    const rows = [...ids.keys()].map((name) => `"${name}","pw,${name}"`);
    await writeFile(join(dirname(dialect), 'users.csv'), ['name,password', ...rows].join('\r\n'));
    const { plan, accounts } = await resolved(target, { ...FLAGS, rooms: '2', canary: true, dialect });
    const secrets = createRunSecrets({}, accounts);
    const outcome = await startRun(plan, { secrets, startWorker: inProcess() }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.deepEqual(outcome.errors, {});
    assert.deepEqual(
      bodies.toSorted(),
      [...ids.keys()].map((name) => `/login ${name}`),
    );
    assert.deepEqual([outcome.counters.sent, outcome.deliveries.received, outcome.deliveries.lost], [20, 20, 0]);
    assert.deepEqual([outcome.canary?.lost, outcome.phases[0]?.name], [0, 'login']);
  });

  it('by headers of its upgrade, from a form and a header of its answer', async (test) => {
    const forms: string[] = [];
    const target = await chatBehind(test, {
      onRequest: (request, body, response) => {
        forms.push(`${request.headers['content-type']} ${body}`);
        response
          .setHeader('X-Auth-Token', `t-${encodeURIComponent(new URLSearchParams(body).get('name') ?? '')}`)
          .writeHead(200)
          .end();
      },
      options: {
        allowRequest: ({ headers }, callback) =>
          callback(null, headers.origin === 'https://chat.example' && headers.authorization !== undefined),
      },
      admit: ({ handshake: { headers, auth } }) => {
        if (headers.authorization !== `Bearer t-${encodeURIComponent(`${auth['name']} &=é`)}`)
          throw new Error('no such token');
      },
    });
    await heldBy(test, target, {
      http: {
        login: {
          path: '/login',
          form: { name: '{{user.name}} &=é', remember: true },
          capture: { token: 'header.x-auth-token' },
        },
      },
      socket: {
        headers: { Origin: 'https://chat.example', authorization: 'Bearer {{user.token}}' },
        auth: { name: '{{user.name}}' },
      },
    });
    assert.equal(forms.length, 4);
    assert.match(forms[0] ?? '', /^application\/x-www-form-urlencoded name=ny-\w+-u\d\+%26%3D%C3%A9&remember=true$/);
  });
});
