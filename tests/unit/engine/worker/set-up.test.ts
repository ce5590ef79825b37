import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import type { HttpStep } from '#dist/core/dialect-spec.js';
import { logIn, register } from '#dist/engine/worker/phases/accounts.js';
import { connect, join } from '#dist/engine/worker/phases/connections.js';
import { type Phase, PhaseMeter } from '#dist/engine/worker/phases/phase.js';
import { rooms } from '#dist/engine/worker/phases/rooms.js';
import { BARE, type OneWorker, welcome, workerFor } from '../../../helpers/run/one-worker.js';
import { portOf } from '../../../helpers/wire/listen.js';
import { startScripted } from '../../../helpers/wire/scripted-socket-server.js';

const STEP: HttpStep = {
  method: 'POST',
  path: '/',
  headers: {},
  accept: [201],
  acceptOnRetry: [],
  retry: false,
  capture: {},
};
const NAMED = { body: { name: '{{user.name}}' } };
const HTTP = {
  register: { ...STEP, ...NAMED, path: '/register' },
  login: { ...STEP, ...NAMED, path: '/login', capture: { token: 'token' } },
  createRoom: { ...STEP, path: '/rooms', body: { people: '{{room.members}}' }, capture: { id: 'id' } },
};

type Answer = (path: string, body: string) => { readonly status: number; readonly body?: object };

/** Three users, their room, and a server that answers every request as the test says. */
async function withServer(test: TestContext, answer: Answer): Promise<OneWorker> {
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (more: string) => (text += more));
    request.on('end', () => {
      const { status, body = {} } = answer(request.url ?? '', text);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  test.after(() => server.close());
  return workerFor(test, `ws://127.0.0.1:${await portOf(server)}`, 3, { dialect: { ...BARE, http: HTTP } });
}

/** Performs one phase and says what it came to. */
async function perform({ context }: OneWorker, phase: Phase): Promise<PhaseMeter> {
  const meter = new PhaseMeter(context.tally);
  await phase.run(context, meter, new AbortController().signal);
  return meter;
}

describe('Setting up, phase by phase', () => {
  it('registers everybody, and logs in whom the server took', async (test) => {
    const heard: string[] = [];
    let registered = 0;
    const worker = await withServer(test, (path, body) => {
      heard.push(`${path} ${body}`);
      if (path === '/register') return { status: ++registered === 2 ? 403 : 201 };
      return { status: 201, body: { token: `token of ${body}` } };
    });
    const registering = await perform(worker, register);
    assert.deepEqual(registering.tally, { total: 3, attempted: 3, succeeded: 2, failed: 1 });
    assert.deepEqual(
      worker.users.map(({ isRegistered, isReady }) => [isRegistered, isReady]),
      [
        [true, true],
        [false, false],
        [true, true],
      ],
    );
    const loggingIn = await perform(worker, logIn);
    assert.deepEqual(loggingIn.tally, { total: 2, attempted: 2, succeeded: 2, failed: 0 });
    const names = worker.users.map(({ chat }) => JSON.stringify({ name: chat.name }));
    assert.deepEqual(heard, [...names.map((body) => `/register ${body}`), `/login ${names[0]}`, `/login ${names[2]}`]);
    assert.deepEqual(worker.users[0]?.chat.captures['token'], `token of ${names[0]}`);
    assert.equal(worker.users[1]?.chat.captures['token'], undefined);
  });

  it('whoever cannot log in is not ready any more', async (test) => {
    const worker = await withServer(test, (path) => (path === '/login' ? { status: 401 } : { status: 201 }));
    await perform(worker, register);
    const { tally, failures } = await perform(worker, logIn);
    assert.deepEqual(tally, { total: 3, attempted: 3, succeeded: 0, failed: 3 });
    assert.equal(failures.length, 1);
    assert.match(failures[0]?.example ?? '', /401/);
    assert.ok(worker.users.every(({ isReady, isRegistered }) => !isReady && isRegistered));
  });

  it('creates a room of those who are ready, once, and keeps what the server calls it', async (test) => {
    const bodies: string[] = [];
    const worker = await withServer(test, (_path, body) => {
      bodies.push(body);
      return { status: 201, body: { id: 7 } };
    });
    const [first, absent, third] = worker.users;
    if (absent !== undefined) absent.isReady = false;
    const { tally } = await perform(worker, rooms);
    assert.deepEqual(tally, { total: 1, attempted: 1, succeeded: 1, failed: 0 });
    assert.deepEqual(bodies, [JSON.stringify({ people: [first?.chat.name, third?.chat.name] })]);
    assert.equal(worker.room.isCreated, true);
    assert.equal(worker.room.chat.captures['id'], 7);
  });

  it('asks for no room of one, and does not ask twice for one that may have been made', async (test) => {
    let requests = 0;
    const worker = await withServer(test, () => {
      requests++;
      return { status: 502 };
    });
    const failed = await perform(worker, rooms);
    assert.deepEqual([failed.tally.failed, requests], [1, 1]);
    for (const user of worker.users.slice(1)) user.isReady = false;
    const { failures } = await perform(worker, rooms);
    assert.deepEqual(
      failures.map(({ kind }) => kind),
      ['server.no-members'],
    );
    assert.equal(requests, 1);
    assert.equal(worker.room.isCreated, false);
  });

  it('connects who is ready, and joins who is connected', async (test) => {
    const server = await startScripted((peer) => welcome(peer, () => peer.socket.send('42["joined",{}]')));
    test.after(() => server.close());
    const worker = await workerFor(test, server.url, 3);
    const absent = worker.users[1];
    if (absent !== undefined) absent.isReady = false;
    const connecting = await perform(worker, connect);
    assert.deepEqual(connecting.tally, { total: 2, attempted: 2, succeeded: 2, failed: 0 });
    assert.equal(worker.context.tally.counters.connectionsOpened, 2);
    const joining = await perform(worker, join);
    assert.deepEqual(joining.tally, { total: 2, attempted: 2, succeeded: 2, failed: 0 });
    assert.deepEqual(
      worker.memberships.map(({ isJoined }) => isJoined),
      [true, false, true],
    );
  });

  it('counts who was let in and not into the room as no member', async (test) => {
    const server = await startScripted((peer) => welcome(peer, () => peer.socket.send('42["error","full"]')));
    test.after(() => server.close());
    const dialect = { ...BARE, events: { ...BARE.events, error: { event: 'error', message: '0' } } };
    const worker = await workerFor(test, server.url, 2, { dialect });
    await perform(worker, connect);
    const { tally, failures } = await perform(worker, join);
    assert.deepEqual(tally, { total: 2, attempted: 2, succeeded: 0, failed: 2 });
    assert.match(failures[0]?.example ?? '', /full/);
    assert.equal(worker.room.joinedCount, 0);
  });
});
