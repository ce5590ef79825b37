import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { Server, type Socket } from 'socket.io';
import { inEnglish } from '#dist/core/language/words.js';
import { startRun } from '#dist/engine/main/run.js';
import { findingsOf } from '#dist/judgement/findings/index.js';
import { verdictOf } from '#dist/judgement/verdict.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { contradictions, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { portOf } from '../helpers/wire/listen.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';

const EVENTS = {
  join: { event: 'enter', args: ['{{room.index}}'] },
  joined: 'entered',
  send: { event: 'say', args: ['{{room.index}}', '{{message.text}}'] },
  receive: 'said',
  error: { event: 'no', message: '0' },
};
const USERS = 12;
const ROOMS = 3;

/** A chat with rooms by number; `mayEnter` and `maySpeak` say who is served. */
function served(
  socket: Socket,
  io: Server,
  { mayEnter = () => true, maySpeak = () => true }: { mayEnter?: (room: number) => boolean; maySpeak?: () => boolean },
): void {
  socket.on('enter', (room: number) => {
    if (!mayEnter(room)) {
      socket.emit('no', `there is no room ${room}`);
      return;
    }
    void socket.join(`${room}`);
    socket.emit('entered');
  });
  socket.on('say', (room: number, text: string) => {
    if (maySpeak()) io.to(`${room}`).emit('said', text);
    else socket.emit('no', 'too many messages');
  });
}

async function runWith(
  test: TestContext,
  target: string,
  flags: FlagValues = {},
  dialect: object = {},
): Promise<RunOutcome> {
  const file = await dialectFile(test, { events: EVENTS, ...dialect });
  const plan = await planFor(target, { dialect: file, canary: true, duration: '1s', ...flags });
  const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
  assert.deepEqual(contradictions(outcome), []);
  assert.equal(outcome.deliveries.lost, 0);
  assert.ok(outcome.deliveries.received > 0);
  return outcome;
}

/** The verdict and a finding say that there was no observer, and why. */
function assertUnobserved(outcome: RunOutcome, why: RegExp): void {
  assert.match(outcome.noObserver ?? '', why);
  const verdict = verdictOf(outcome);
  const reason = verdict.reasons.find(({ code }) => code === 'no-observer');
  assert.match(reason?.message ?? '', why);
  assert.notEqual(verdict.level, 'VALID');
  assert.ok(
    findingsOf(outcome, verdict)
      .map(inEnglish)
      .some((finding) => finding.startsWith('The run had no observer')),
  );
}

describe('The observers', { concurrency: 4 }, () => {
  it('are users behind those of the fleet, in a room behind its rooms, and send as often as asked', async (test) => {
    const names = new Set<string>();
    const rooms = new Set<number>();
    const target = await plainChat(test, (socket, io) => {
      names.add(String(socket.handshake.auth['index']));
      served(socket, io, { mayEnter: (room) => rooms.add(room).size > 0 });
    });
    const socket = { auth: { index: '{{user.index}}' } };
    const { canary, noObserver } = await runWith(test, target, { canaryRate: '4' }, { socket });
    assert.deepEqual(
      [...names].map(Number).toSorted((a, b) => a - b),
      Array.from({ length: USERS + 2 }, (_, at) => at),
    );
    assert.deepEqual(
      [...rooms].toSorted((a, b) => a - b),
      [0, 1, 2, ROOMS],
    );
    assert.deepEqual([canary?.sent, canary?.received, canary?.lost, canary?.refused], [4, 8, 0, 0]);
    assert.equal(noObserver, null);
  });

  it('end nobody’s session on a server with one a user', async (test) => {
    const sessions = new Map<string, Socket>();
    let ended = 0;
    const target = await plainChat(test, (socket, io) => {
      const who = String(socket.handshake.auth['user']);
      if (sessions.get(who)?.disconnect(true) !== undefined) ended++;
      sessions.set(who, socket);
      served(socket, io, {});
    });
    const outcome = await runWith(test, target, {}, { socket: { auth: { user: 'user{{user.index}}' } } });
    assert.deepEqual([ended, outcome.connections.lost], [0, 0]);
    assert.equal(outcome.noObserver, null);
  });

  it('that have no account leave the run without one, which says so, and disturb nobody', async (test) => {
    const http = createServer((request, response) => {
      request.resume().on('end', () => {
        const index = Number(/\d+$/.exec(request.url ?? '')?.[0]);
        response.writeHead(index < USERS ? 200 : 401).end(JSON.stringify({ message: `no account user${index}` }));
      });
    });
    const io = new Server(http);
    io.on('connection', (socket) => served(socket, io, {}));
    test.after(() => io.close());
    const target = `http://127.0.0.1:${await portOf(http)}`;
    const outcome = await runWith(test, target, {}, { http: { login: { path: '/login/user{{user.index}}' } } });
    assertUnobserved(
      outcome,
      /they could not get into a room of their own: .*no account user1[23] \(server\.http-401\)/,
    );
    assert.equal(outcome.canary, null);
    // The fleet's own members found out how messages come back.
    assert.deepEqual([outcome.mark, outcome.firstMessages], ['end', 1]);
    assert.equal(outcome.connections.lost, 0);
  });

  it('that are refused their room leave the run without one', async (test) => {
    const target = await plainChat(test, (socket, io) => served(socket, io, { mayEnter: (room) => room < ROOMS }));
    assertUnobserved(await runWith(test, target), /they could not get into a room of their own: .*there is no room 3/);
  });

  it('that send more than the server takes from one user leave the run without one', async (test) => {
    const target = await plainChat(test, (socket, io) => {
      let spoken = 0;
      served(socket, io, { maySpeak: () => ++spoken <= 4 });
    });
    const flags = { rate: '12' };
    const outcome = await runWith(test, target, flags);
    assertUnobserved(outcome, /the server refused \d of their 10 messages, which a lower --canary-rate may spare$/);
    assert.ok((outcome.canary?.refused ?? 0) > 0);
    const slower = await runWith(test, target, { ...flags, canaryRate: '2' });
    assert.equal(slower.noObserver, null);
  });

  it('that were not asked for are not missed', async (test) => {
    const target = await plainChat(test, (socket, io) => served(socket, io, {}));
    const outcome = await runWith(test, target, { canary: false });
    assert.deepEqual([outcome.canary, outcome.noObserver], [null, null]);
  });
});
