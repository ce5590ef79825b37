import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import { Server } from 'socket.io';
import { startRun } from '#dist/engine/main/run.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { contradictions, planFor, practiceFor, samples } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { portOf } from '../helpers/wire/listen.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';

/** Leaves rooms to the dialect. */
const ROOMLESS: FlagValues = { rooms: undefined, roomSize: undefined, rate: '60' };

describe('A run in another dialect', { concurrency: 3 }, () => {
  it('of the Socket.IO chat example loses nothing, and finds out that senders hear others only', async (test) => {
    const sent: string[] = [];
    const target = await plainChat(test, (socket) => {
      let username = '';
      socket.on('add user', (name: string) => {
        username = name;
        socket.emit('login', { numUsers: 1 });
        socket.broadcast.emit('user joined', { username, numUsers: 1 });
      });
      socket.on('new message', (message: string) => {
        sent.push(username);
        socket.broadcast.emit('new message', { username, message });
      });
    });
    for (const canary of [false, true]) {
      sent.length = 0;
      const plan = await planFor(target, { ...ROOMLESS, dialect: 'socketio-chat', canary });
      const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
      assert.deepEqual(contradictions(outcome), []);
      assert.deepEqual(outcome.errors, {});
      assert.equal(outcome.counters.sent, 60);
      assert.equal(outcome.deliveries.expected, 60 * 11);
      assert.deepEqual([outcome.deliveries.received, outcome.deliveries.lost], [60 * 11, 0]);
      assert.deepEqual([outcome.counters.unexpected, outcome.deliveries.duplicated], [0, 0]);
      assert.equal(samples(outcome.latency.echo), 0);
      assert.deepEqual([...new Set(sent)].filter((name) => name.includes('-u')).length, 12);
      if (canary) {
        assert.equal(outcome.canary?.echoToSender, false);
        assert.deepEqual([outcome.canary?.sent, outcome.canary?.lost], [10, 0]);
      }
    }
  });

  it('from a file, with plain texts, credentials, a namespace and an echo', async (test) => {
    const seen: unknown[] = [];
    const http = createServer();
    const io = new Server(http);
    test.after(() => io.close());
    io.of('/chat').on('connection', (socket) => {
      seen.push(socket.handshake.auth['name']);
      socket.on('say', (text: string) => io.of('/chat').emit('said', text));
    });
    const dialect = await dialectFile(test, {
      name: 'mine',
      socket: { namespace: '/chat', auth: { name: '{{user.name}}' } },
      events: { send: 'say', receive: 'said' },
    });
    const plan = await planFor(`http://127.0.0.1:${await portOf(http)}`, { ...ROOMLESS, dialect });
    const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.deliveries.received, 60 * 12);
    assert.equal(outcome.deliveries.lost, 0);
    assert.equal(samples(outcome.latency.echo), 60);
    assert.equal(seen.length, 12);
    assert.ok(seen.includes(`ny-${plan.runId}-u0`));
  });

  it('with rooms but no confirmation, and any event for a message', async (test) => {
    const target = await plainChat(test, (socket, io) => {
      socket.on('enter', (room: string) => socket.join(room));
      socket.on('say', (room: string, text: string) => {
        // The name of the event differs from message to message, as does the shape around the text.
        if (text.length % 2 === 0) io.to(room).emit('whisper', text.toUpperCase(), { text });
        else io.to(room).emit('shout', [room, { deep: { text: `<p>${text}</p>` } }]);
      });
    });
    const dialect = await dialectFile(test, {
      events: {
        join: { event: 'enter', args: ['{{room.name}}'] },
        send: { event: 'say', args: ['{{room.name}}', '{{message.text}}'] },
      },
    });
    const outcome = await startRun(await planFor(target, { dialect, rate: '60' }), { startWorker: inProcess() })
      .outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.deliveries.received, 60 * 4);
    assert.equal(outcome.deliveries.lost, 0);
    assert.equal(outcome.counters.unexpected, 0);
  });

  it('is not disturbed by other people’s chat, binary events or packets of no consequence', async (test) => {
    const target = await plainChat(test, (socket, io) => {
      const chatter = setInterval(() => {
        socket.emit('new message', { username: 'stranger', message: 'no mark here' });
        socket.emit('file', Buffer.of(1, 2, 3));
        socket.emit('typing');
      }, 20);
      socket.on('disconnect', () => clearInterval(chatter));
      socket.on('add user', () => socket.emit('login', {}));
      socket.on('new message', (message: string) => io.emit('new message', { message }));
    });
    const outcome = await startRun(await planFor(target, { ...ROOMLESS, dialect: 'socketio-chat' }), {
      startWorker: inProcess(),
    }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.deepEqual(outcome.errors, {});
    assert.equal(outcome.deliveries.received, 60 * 12);
    assert.deepEqual([outcome.deliveries.lost, outcome.counters.unexpected], [0, 0]);
  });

  it('by user name alone needs no login, and rooms that are joined by name', async (test) => {
    const rooms = new Set<string>();
    const target = await plainChat(test, (socket, io) => {
      socket.on('join_room', ({ roomId }: { roomId: string }) => {
        rooms.add(roomId);
        void socket.join(roomId);
        socket.emit('joined_room', { roomId });
      });
      socket.on('send_message', ({ roomId, content }: { roomId: string; content: string }) =>
        io.to(roomId).emit('message', { sender: socket.handshake.query['username'], content }),
      );
    });
    const plan = await planFor(target, { dialect: 'minitalk-username', rate: '60' });
    const { register: _, ...http } = plan.dialect.http;
    const outcome = await startRun({ ...plan, dialect: { ...plan.dialect, http } }, { startWorker: inProcess() })
      .outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.deliveries.received, 60 * 4);
    assert.equal(rooms.size, 3);
    assert.deepEqual(
      outcome.phases.map(({ name }) => name),
      ['connect', 'join', 'flood', 'drain', 'disconnect'],
    );
  });

  it('without batches registers one by one', async (test) => {
    const server = await practiceFor(test);
    const plan = await planFor(server.url, { duration: '300ms' });
    const withoutBatch = (step: typeof plan.dialect.http.register): object => {
      const { batch: _, ...single } = step ?? { batch: undefined };
      return single;
    };
    const http = {
      ...plan.dialect.http,
      register: withoutBatch(plan.dialect.http.register),
      login: withoutBatch(plan.dialect.http.login),
    } as typeof plan.dialect.http;
    const outcome = await startRun({ ...plan, dialect: { ...plan.dialect, http } }, { startWorker: inProcess() })
      .outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.deepEqual([server.truth().signups, server.truth().logins], [12, 12]);
    assert.equal(outcome.deliveries.lost, 0);
  });

  it('whose batches the server does not have registers one by one as well', async (test) => {
    const server = await practiceFor(test);
    const plan = await planFor(server.url, { duration: '300ms' });
    const { register, ...rest } = plan.dialect.http;
    assert.ok(register?.batch !== undefined);
    const http = { ...rest, register: { ...register, batch: { ...register.batch, path: '/api/no-such-batch' } } };
    const outcome = await startRun({ ...plan, dialect: { ...plan.dialect, http } }, { startWorker: inProcess() })
      .outcome;
    assert.equal(server.truth().signups, 12);
    assert.deepEqual(outcome.errors, {});
    assert.equal(outcome.deliveries.lost, 0);
  });

  it('reads a history whose path has a query of its own page by page', async (test) => {
    const server = await practiceFor(test);
    const plan = await planFor(server.url, { rate: '450', audit: true });
    const { history, ...others } = plan.dialect.http;
    assert.ok(history !== undefined);
    const http = { ...others, history: { ...history, path: `${history.path}?order=oldest` } };
    const { audit } = await startRun({ ...plan, dialect: { ...plan.dialect, http } }, { startWorker: inProcess() })
      .outcome;
    // More than a page of 100 in each of the three rooms.
    assert.ok((audit?.messagesExpected ?? 0) > 400);
    assert.equal(audit?.messagesFound, audit?.messagesExpected);
  });
});
