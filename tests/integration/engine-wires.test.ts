import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Server, Socket } from 'socket.io';
import msgpack from 'socket.io-msgpack-parser';
import { startRun } from '#dist/engine/main/run.js';
import { contradictions, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
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
  it('of MessagePack counts every copy', async (test) => {
    const truth: ChatTruth = { connections: 0, joins: 0, messages: 0 };
    const target = await plainChat(test, chat(truth), { parser: msgpack });
    const dialect = await dialectFile(test, { ...CHAT, socket: { parser: 'msgpack' } });
    const plan = await planFor(target, { dialect, rate: '100', duration: '600ms' });
    const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.deepEqual(outcome.errors, {});
    assert.deepEqual([outcome.deliveries.received, outcome.deliveries.lost], [60 * 4, 0]);
    assert.deepEqual([outcome.deliveries.duplicated, outcome.counters.unexpected], [0, 0]);
    assert.deepEqual(truth, { connections: 12, joins: 12, messages: 61 });
  });

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
});
