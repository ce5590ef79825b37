import type { TestContext } from 'node:test';
import { nowUs } from '#dist/core/clock.js';
import { DueQueue } from '#dist/practice/faults/due-queue.js';
import { dialectFile, plainChat } from './plain-chat.js';

/** How a {@link startQueueingChat} fails. */
export interface QueueingOptions {
  /** Messages that it can take a second, one after the other, each in the same time. */
  readonly messagesPerSecond: number;
  /** A message that would wait longer is dropped. */
  readonly dropsAfterMs?: number;
}

/** A message that waits for its turn. */
interface Waiting {
  readonly room: string;
  readonly text: string;
}

/** A chat with one queue of fixed service time, and the path of its dialect. It ends with the test. */
export async function startQueueingChat(
  test: TestContext,
  { messagesPerSecond, dropsAfterMs = Number.POSITIVE_INFINITY }: QueueingOptions,
): Promise<{ readonly url: string; readonly dialect: string }> {
  let say: (message: Waiting) => void = () => undefined;
  const queue = new DueQueue<Waiting>((message) => say(message));
  let freeAtMs = 0;
  const url = await plainChat(test, (socket, io) => {
    say = ({ room, text }) => io.to(room).emit('said', { room, text });
    socket.on('join', (room: string) => {
      void socket.join(room);
      socket.emit('joined');
    });
    socket.on('say', (message: Waiting) => {
      const now = nowUs() / 1000;
      if (freeAtMs - now > dropsAfterMs) return;
      freeAtMs = Math.max(now, freeAtMs) + 1000 / messagesPerSecond;
      queue.push(freeAtMs, message);
    });
  });
  test.after(() => queue.close());
  const dialect = await dialectFile(test, {
    name: 'queueing',
    events: {
      join: { event: 'join', args: '{{room.name}}' },
      joined: 'joined',
      send: { event: 'say', args: { room: '{{room.name}}', text: '{{message.text}}' } },
      receive: 'said',
    },
  });
  return { url, dialect };
}
