import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import type { Server, Socket } from 'socket.io';
import socketIo2 from 'socket.io-2';
import msgpack from 'socket.io-msgpack-parser';
import { startRun } from '#dist/engine/main/run.js';
import { contradictions, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { portOf } from '../helpers/wire/listen.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';

/** Rooms that are asked for, confirmed and told apart. */
const CHAT = {
  events: {
    join: { event: 'join', args: [{ room: '{{room.id}}' }] },
    joined: { event: 'joined', room: '0.room' },
    send: { event: 'send', args: [{ room: '{{room.id}}', text: '{{message.text}}' }] },
    receive: 'message',
    error: { event: 'problem', message: '0.reason' },
  },
};

/** What a chat of that dialect counts. */
interface ChatTruth {
  connections: number;
  joins: number;
  messages: number;
}

/** The server of {@link CHAT}. */
function chat(truth: ChatTruth): (socket: Socket, io: Server) => void {
  return (socket, io) => {
    truth.connections++;
    socket.on('join', ({ room }: { room: string }) => {
      truth.joins++;
      void socket.join(room);
      socket.emit('joined', { room });
    });
    socket.on('send', ({ room, text }: { room: string; text: string }) => {
      truth.messages++;
      io.to(room).emit('message', { text, id: truth.messages });
    });
  };
}

describe('A run over another wire', { concurrency: 2 }, () => {
  for (const parser of [undefined, 'msgpack'] as const) {
    it(`of MessagePack, which is ${parser === undefined ? 'found out' : 'stated'}, counts every copy`, async (test) => {
      const truth: ChatTruth = { connections: 0, joins: 0, messages: 0 };
      const target = await plainChat(test, chat(truth), { parser: msgpack });
      const dialect = await dialectFile(test, parser === undefined ? CHAT : { ...CHAT, socket: { parser } });
      const plan = await planFor(target, { dialect, rate: '100', duration: '600ms' });
      const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
      assert.deepEqual(contradictions(outcome), []);
      assert.deepEqual(outcome.errors, {});
      assert.deepEqual([outcome.deliveries.received, outcome.deliveries.lost], [60 * 4, 0]);
      assert.deepEqual([outcome.deliveries.duplicated, outcome.counters.unexpected], [0, 0]);
      assert.deepEqual(truth, { connections: 12, joins: 12, messages: 61 });
      const isFound = outcome.findings.some((finding) => finding.includes('MessagePack'));
      assert.equal(isFound, parser === undefined);
    });
  }

  for (const [what, socket] of [
    ['which is found out', {}],
    ['which is stated, in a namespace', { engine: 3, namespace: '/chat' }],
  ] as const) {
    it(`of Socket.IO 2, ${what}, counts every copy, and the server connects everybody once`, async (test) => {
      const truth: ChatTruth = { connections: 0, joins: 0, messages: 0 };
      const http = createServer();
      const io = socketIo2(http, { pingInterval: 200, pingTimeout: 5000 });
      test.after(() => io.close());
      const namespace = io.of('namespace' in socket ? socket.namespace : '/');
      namespace.on('connection', (member) => {
        truth.connections++;
        member.on('join', ({ room }: { room: string }) => {
          truth.joins++;
          member.join(room).emit('joined', { room });
        });
        member.on('send', ({ room, text }: { room: string; text: string }) => {
          truth.messages++;
          namespace.to(room).emit('message', { text, id: truth.messages });
        });
      });
      const dialect = await dialectFile(test, { ...CHAT, socket });
      const target = `http://127.0.0.1:${await portOf(http)}`;
      const outcome = await startRun(await planFor(target, { dialect, rate: '100', duration: '1s' }), {
        startWorker: inProcess(),
      }).outcome;
      assert.deepEqual(contradictions(outcome), []);
      assert.deepEqual(outcome.errors, {});
      assert.deepEqual([outcome.deliveries.received, outcome.deliveries.lost], [100 * 4, 0]);
      assert.deepEqual([outcome.deliveries.duplicated, outcome.counters.unexpected], [0, 0]);
      // Found out before: by the visit that asks whether there is a server at all.
      assert.deepEqual(truth, { connections: 'engine' in socket ? 12 : 13, joins: 12, messages: 101 });
      assert.ok(outcome.counters.pings >= 12);
      assert.equal(
        outcome.findings.some((finding) => finding.includes('Socket.IO 2')),
        !('engine' in socket),
      );
    });
  }

  it('whose texts come as binary attachments counts every copy', async (test) => {
    const target = await plainChat(test, (socket, io) => {
      socket.on('join', ({ room }: { room: string }) => {
        void socket.join(room);
        socket.emit('joined', { room });
      });
      socket.on('send', ({ room, text }: { room: string; text: string }) =>
        io.to(room).emit('message', { text: Buffer.from(text) }),
      );
    });
    const plan = await planFor(target, { dialect: await dialectFile(test, CHAT), rate: '100', duration: '600ms' });
    const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.deepEqual([outcome.deliveries.received, outcome.deliveries.lost], [60 * 4, 0]);
  });

  it('whose server recovers connections that were cut gets back what was missed, and asks to join once', async (test) => {
    const truth: ChatTruth = { connections: 0, joins: 0, messages: 0 };
    let recovered = 0;
    const onConnection = chat(truth);
    const target = await plainChat(
      test,
      (socket, io) => {
        if (socket.recovered) recovered++;
        onConnection(socket, io);
        // Each is cut once, when everybody has heard something.
        if (!socket.recovered) setTimeout(() => socket.conn.close(), 900 + 30 * truth.connections);
      },
      { connectionStateRecovery: { maxDisconnectionDuration: 60_000 } },
    );
    const plan = await planFor(target, { dialect: await dialectFile(test, CHAT), rate: '200', duration: '3s' });
    const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    const { deliveries, counters } = outcome;
    assert.deepEqual([recovered, truth.joins], [12, 12]);
    assert.deepEqual([counters.connectionsLost, counters.reconnects], [12, 12]);
    // All of what the server took, the search for an echo beside; what was on its way into a cut socket it never had.
    assert.equal(deliveries.received, 4 * (truth.messages - 1));
    assert.equal(deliveries.expected, 4 * counters.sent);
    assert.ok(counters.recovered > 0, `${counters.recovered}`);
    assert.deepEqual([deliveries.duplicated, counters.unexpected], [0, 0]);
  });

  it('that is rehearsed is known to the server by its users and its messages alone', async (test) => {
    const truth: ChatTruth = { connections: 0, joins: 0, messages: 0 };
    const target = await plainChat(test, chat(truth));
    const plan = await planFor(target, { dialect: await dialectFile(test, CHAT), rate: '1500', duration: '400ms' });
    const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.deepEqual([outcome.errors, outcome.connections.opened], [{}, 12]);
    assert.deepEqual([outcome.counters.sent, outcome.deliveries.received, outcome.deliveries.lost], [600, 600 * 4, 0]);
    const { duplicated, reordered } = outcome.deliveries;
    assert.deepEqual([duplicated, reordered, outcome.counters.unexpected, outcome.counters.late], [0, 0, 0, 0]);
    assert.deepEqual(truth, { connections: 12, joins: 12, messages: 600 + (outcome.firstMessages ?? 0) });
  });
});
