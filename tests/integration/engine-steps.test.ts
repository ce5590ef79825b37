import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { startRun } from '#dist/engine/main/run.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { contradictions, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';

type Answer = (...args: readonly unknown[]) => void;

const JOIN = { event: 'join', args: ['{{room.id}}'] };
const SEND = { event: 'send', args: ['{{room.id}}', '{{message.text}}'] };

async function run(test: TestContext, target: string, events: object, flags: FlagValues = {}): Promise<RunOutcome> {
  const dialect = await dialectFile(test, { events: { join: JOIN, send: SEND, receive: 'message', ...events } });
  const plan = await planFor(target, { dialect, rate: '80', duration: '500ms', ...flags });
  const short = { ...plan, limits: { ...plan.limits, connectTimeoutMs: 400 } };
  return await startRun(short, { startWorker: inProcess() }).outcome;
}

describe('Steps before the joins', { concurrency: 4 }, () => {
  it('are taken one after the other, and again when a connection was lost', async (test) => {
    const cut = new Set<string>();
    const orders: string[] = [];
    const target = await plainChat(test, (socket, io) => {
      const seen: string[] = [];
      const name = String(socket.handshake.query['name']);
      // In the same chunk as the answer to CONNECT.
      socket.emit('ready', { at: 1 });
      socket.emit('other');
      socket.on('authenticate', (token: string, answer: Answer) => {
        seen.push(`authenticate ${token === `of ${name}`}`);
        setTimeout(() => answer({ ok: true }), 5);
      });
      socket.on('hello', () => {
        seen.push('hello');
        setTimeout(() => socket.emit('welcome', { text: 'no mark' }), 5);
      });
      socket.on('online', () => seen.push('online'));
      socket.on('join', (room: string) => {
        seen.push('join');
        orders.push(seen.join(', '));
        void socket.join(room);
        socket.emit('joined', { room });
      });
      socket.on('send', (room: string, text: string) => {
        io.to(room).emit('message', { text });
        if (cut.size < 3 && !cut.has(name)) {
          cut.add(name);
          setTimeout(() => socket.conn.close(), 20);
        }
      });
    });
    const dialect = await dialectFile(test, {
      socket: { query: { name: '{{user.name}}' } },
      events: {
        ready: 'ready',
        enter: [
          { event: 'authenticate', args: ['of {{user.name}}'], ack: { path: '0.ok', equals: true } },
          { event: 'hello', confirmed: 'welcome' },
          'online',
        ],
        join: JOIN,
        joined: { event: 'joined', room: '0.room' },
        send: SEND,
        receive: 'message',
      },
    });
    const plan = await planFor(target, { dialect, rate: '60', duration: '1s' });
    const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(cut.size, 3);
    assert.equal(outcome.connections.reconnects, 3);
    assert.equal(orders.length, 15);
    assert.deepEqual([...new Set(orders)], ['authenticate true, hello, online, join']);
  });

  it('that the server refuses keep a user out, with its words', async (test) => {
    const target = await plainChat(test, (socket) => {
      socket.on('authenticate', (_: string, answer: Answer) => answer({ error: { message: 'token expired' } }));
    });
    const enter = [{ event: 'authenticate', args: ['x'], ack: true }];
    await assert.rejects(run(test, target, { enter }), (thrown: Error) => {
      assert.match(thrown.message, /Nobody could connect: the server refused a step before the joins: token expired/);
      assert.match(thrown.message, /server\.enter-refused/);
      return true;
    });
    const byEvent = await plainChat(test, (socket) => {
      socket.on('authenticate', () => socket.emit('problem', { reason: 'no such user' }));
    });
    await assert.rejects(
      run(test, byEvent, { enter, error: { event: 'problem', message: '0.reason' } }),
      /refused a step before the joins: no such user/,
    );
  });

  it('that are never confirmed fail in time, each named', async (test) => {
    const target = await plainChat(test, () => undefined);
    const waits: readonly (readonly [events: object, words: RegExp])[] = [
      [{ ready: 'ready' }, /the event "ready", that a connection begins with, did not come within 400 ms/],
      [{ enter: [{ event: 'hello', confirmed: 'hi' }] }, /the event "hi", that confirms "hello", did not come/],
      [{ enter: [{ event: 'hello', ack: true }] }, /"hello" was not acknowledged within 400 ms/],
    ];
    for (const [events, words] of waits)
      await assert.rejects(run(test, target, events, { users: '4', rooms: '2' }), words);
  });
});

describe('A join', { concurrency: 4 }, () => {
  it('is refused by its acknowledgement, for the reason that this gives', async (test) => {
    const full = new Set<string>();
    const target = await plainChat(test, (socket, io) => {
      socket.on('join', (room: string, answer: Answer) => {
        if (full.size === 0) full.add(room);
        if (full.has(room)) answer({ ok: false, reason: 'room is full' });
        else {
          void socket.join(room);
          answer({ ok: true });
        }
      });
      socket.on('send', (room: string, text: string) => io.to(room).emit('message', { text }));
    });
    const outcome = await run(test, target, { join: { ...JOIN, ack: { path: '0.ok', equals: true } } });
    assert.deepEqual(contradictions(outcome), []);
    assert.deepEqual(outcome.errors, { 'server.join-refused': 4 });
    assert.deepEqual(outcome.reasons, [{ kind: 'server.join-refused', text: 'room is full', count: 4 }]);
    const joining = outcome.phases.find(({ name }) => name === 'join');
    assert.deepEqual([joining?.attempted, joining?.succeeded], [12, 8]);
    assert.equal(outcome.deliveries.lost, 0);
  });

  it('takes both, where the dialect has an acknowledgement and an event', async (test) => {
    const target = await plainChat(test, (socket, io) => {
      socket.on('join', (room: string, answer: Answer) => {
        void socket.join(room);
        socket.emit('joined', { room });
        answer('welcome');
      });
      socket.on('send', (room: string, text: string) => io.to(room).emit('message', { text }));
    });
    const events = { join: { ...JOIN, ack: true }, joined: { event: 'joined', room: '0.room' } };
    const outcome = await run(test, target, events);
    assert.deepEqual(outcome.errors, {});
    assert.equal(outcome.deliveries.lost, 0);
    const unanswered = await plainChat(test, (socket) => {
      socket.on('join', (room: string) => socket.emit('joined', { room }));
    });
    await assert.rejects(run(test, unanswered, events), /no confirmation of a join within 400 ms/);
  });
});
