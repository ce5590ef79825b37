import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import type { TestContext } from 'node:test';
import { Server, type Socket } from 'socket.io';
import { Once } from '#dist/core/once.js';
import { portOf } from './listen.js';

/** Phases that a server can keep from coming to their end, and the wait for the target before them. */
export const HELD_PHASES = [
  'start',
  'register',
  'login',
  'rooms',
  'connect',
  'join',
  'drain',
  'audit',
  'disconnect',
] as const;
export type HeldPhase = (typeof HELD_PHASES)[number];

/** What a run does to a server; the first message is the one by which it finds out about the echo. */
interface Seen {
  logins: number;
  messages: number;
  readonly chatSockets: TcpSocket[];
}

/** A chat server that lets a run come as far as one phase, and no further. */
export interface HoldingServer {
  readonly url: string;
  /** Resolves when the run has come to what is never answered. Never, where it does not show: in `drain` and `disconnect`. */
  readonly reached: Promise<undefined>;
  /** Goes on with a run that was held in `start`. */
  release(): void;
  /** Resolves when so many messages have come. */
  received(messages: number): Promise<undefined>;
  /** Ends as a process does that is killed: every connection is cut, and nobody listens any more. */
  die(): void;
}

/**
 * Starts a server that speaks as MiniTalk does.
 * @param phase is held for as long as the test goes on; undefined for a run that meets no obstacle
 * @param messages of the whole run; with the last one a server that holds `disconnect` stops reading
 */
export async function startHolding(
  test: TestContext,
  phase: HeldPhase | undefined,
  messages: number,
): Promise<HoldingServer> {
  const seen: Seen = { logins: 0, messages: 0, chatSockets: [] };
  const reached = new Once();
  const waiting = new Map<number, Once>();
  const held: (() => void)[] = [];
  const holds = (name: HeldPhase): boolean => {
    if (name !== phase) return false;
    reached.fire();
    return true;
  };
  const http = createServer((request, response) => {
    if (request.url?.startsWith('/socket.io/') === true) return;
    void answer(request, response, seen, holds);
  });
  const io = new Server(http, {
    transports: ['websocket'],
    allowRequest: (_request, allow) => {
      // The first is a look at whether this is the right kind of server, before anybody has an account.
      if (!holds(seen.logins === 0 ? 'start' : 'connect')) allow(null, true);
      else held.push(() => allow(null, true));
    },
  });
  http.on('upgrade', ({ socket }) => seen.chatSockets.push(socket));
  io.on('connection', (socket) => {
    attach(socket, io, seen, holds, () => {
      waiting.get(seen.messages)?.fire();
      if (phase === 'disconnect' && seen.messages > messages) for (const tcp of seen.chatSockets) tcp.pause();
    });
  });
  const port = await portOf(http);
  const die = (): void => {
    http.close();
    http.closeAllConnections();
    for (const socket of seen.chatSockets) socket.destroy();
  };
  test.after(() => {
    die();
    return io.close();
  });
  return {
    die,
    release: () => held.splice(0).forEach((allow) => allow()),
    url: `http://127.0.0.1:${port}`,
    reached: reached.happened,
    received(count) {
      const once = new Once();
      waiting.set(count, once);
      if (seen.messages >= count) once.fire();
      return once.happened;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  seen: Seen,
  holds: (phase: HeldPhase) => boolean,
): Promise<void> {
  const body = await bodyOf(request);
  const names = (body.users ?? []).map(({ username }) => username);
  const reply = (status: number, json: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  };
  switch (request.url) {
    case '/api/auth/signup-batch':
      if (!holds('register')) reply(201, { created: names.map((username) => ({ username })), errors: [] });
      break;
    case '/api/auth/login-batch': {
      const isAudit = seen.messages > 0;
      seen.logins++;
      if (holds(isAudit ? 'audit' : 'login')) break;
      reply(200, { results: names.map((username) => ({ username, token: username })), errors: [] });
      break;
    }
    case '/api/chatrooms':
      if (!holds('rooms')) reply(201, { roomId: body.name });
      break;
    default:
      reply(404, {});
  }
}

async function bodyOf(request: IncomingMessage): Promise<{ name?: string; users?: { username: string }[] }> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) text += chunk;
  return JSON.parse(text === '' ? '{}' : text) as { name?: string; users?: { username: string }[] };
}

function attach(
  socket: Socket,
  io: Server,
  seen: Seen,
  holds: (phase: HeldPhase) => boolean,
  onMessage: () => void,
): void {
  socket.on('join_room', async ({ roomId }: { roomId: string }) => {
    await socket.join(roomId);
    if (!holds('join')) socket.emit('joined_room', { roomId });
  });
  socket.on('send_message', ({ roomId, content }: { roomId: string; content: string }) => {
    seen.messages++;
    if (seen.messages === 1 || !holds('drain')) io.to(roomId).emit('message', { type: 'message', roomId, content });
    onMessage();
  });
}
