import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Server } from 'socket.io';
import { portOf } from './listen.js';

/** How a {@link readChat} answers who reads. */
export interface ReadChatOptions {
  /** Answers are of a copy that is made anew only so often, in milliseconds; left out: of what there is. */
  readonly cacheMs?: number;
  /** Waits so long before each answer, in milliseconds. */
  readonly delayMs?: number;
  /** Every so many-th read fails with HTTP 500. */
  readonly failEvery?: number;
}

/** A chat whose history is read, and what is true of its answers. */
export interface ReadChat {
  readonly url: string;
  /** Reads that came. */
  readonly reads: number;
  readonly failures: number;
  /** The age of the oldest copy that was given for what there is, in milliseconds; 0 without a cache. */
  readonly oldestMs: number;
}

/** How to talk to it. */
export const READ_CHAT_DIALECT = {
  http: { read: { path: '/rooms/{{room.id}}', list: 'messages', content: 'text' } },
  events: {
    join: { event: 'join', args: ['{{room.id}}'], ack: true },
    send: { event: 'say', args: ['{{room.id}}', '{{message.text}}'] },
    receive: 'said',
  },
};

const PAGE = 50;

/** A chat without accounts that keeps what is said before it tells others, and ends with the test. */
export async function readChat(
  test: TestContext,
  { cacheMs = 0, delayMs = 0, failEvery = Number.POSITIVE_INFINITY }: ReadChatOptions = {},
): Promise<ReadChat> {
  const said = new Map<string, string[]>();
  const copies = new Map<string, { readonly atMs: number; readonly texts: readonly string[] }>();
  const truth = { url: '', reads: 0, failures: 0, oldestMs: 0 };
  const read = (room: string): readonly string[] => {
    const now = performance.now();
    const copy = copies.get(room);
    if (copy !== undefined && now - copy.atMs < cacheMs) {
      truth.oldestMs = Math.max(truth.oldestMs, now - copy.atMs);
      return copy.texts;
    }
    const texts = (said.get(room) ?? []).slice(-PAGE);
    copies.set(room, { atMs: now, texts });
    return texts;
  };
  const http = createServer((request, response) => {
    const [, rooms, room = ''] = new URL(request.url ?? '/', 'http://chat').pathname.split('/');
    if (rooms !== 'rooms') {
      response.writeHead(404).end();
      return;
    }
    truth.reads++;
    const fails = truth.reads % failEvery === 0;
    if (fails) truth.failures++;
    void delay(delayMs).then(() => {
      const messages = read(decodeURIComponent(room)).map((text) => ({ text }));
      response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ messages }));
    });
  });
  const io = new Server(http);
  io.on('connection', (socket) => {
    socket.on('join', (room: string, done: () => void) => {
      void socket.join(room);
      done();
    });
    socket.on('say', (room: string, text: string) => {
      said.set(room, [...(said.get(room) ?? []), text]);
      io.to(room).emit('said', text);
    });
  });
  test.after(() => io.close());
  truth.url = `http://127.0.0.1:${await portOf(http)}`;
  return truth;
}
