import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { Server, type Socket } from 'socket.io';
import { HOSTILE_TEXTS, hostileText } from '../report/hostile.js';
import { portOf } from './listen.js';

/** Statuses of the refusals: each is a kind of its own, so that each text is the example of one. */
const FIRST_STATUS = 440;
/** Users that it refuses at every step. */
export const REFUSED_SIGNUPS = HOSTILE_TEXTS.length;
const REFUSED_CONNECTIONS = 1;
const REFUSED_JOINS = 1;

/** A chat server that speaks as MiniTalk does and fills every text that it may choose with hostile ones. */
export async function startHostileServer(test: TestContext): Promise<string> {
  const counts = { signups: 0, rooms: 0, connections: 0, joins: 0, messages: 0 };
  const http = createServer((request, response) => {
    request.resume();
    if (request.url?.startsWith('/socket.io/') !== true) answer(request, response, counts);
  });
  const io = new Server(http, { maxHttpBufferSize: 1e7 });
  io.use((_socket, next) => {
    next(counts.connections++ < REFUSED_CONNECTIONS ? new Error(hostileText(counts.connections)) : undefined);
  });
  io.on('connection', (socket) => attach(socket, io, counts));
  const port = await portOf(http);
  test.after(() => io.close());
  return `http://127.0.0.1:${port}`;
}

function answer(request: IncomingMessage, response: ServerResponse, counts: { signups: number; rooms: number }): void {
  const reply = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'text/html; x=</script>' }).end(JSON.stringify(body));
  };
  switch (request.url) {
    case '/api/auth/signup': {
      const number = counts.signups++;
      if (number < REFUSED_SIGNUPS) reply(FIRST_STATUS + number, { error: hostileText(number) });
      else reply(201, { username: hostileText(number) });
      break;
    }
    case '/api/auth/login':
      reply(200, { token: 'token', username: hostileText(0) });
      break;
    case '/api/chatrooms':
      reply(201, { roomId: hostileText(counts.rooms++), name: hostileText(1) });
      break;
    default:
      reply(404, `<h1>${hostileText(2)}</h1>`);
  }
}

function attach(socket: Socket, io: Server, counts: { joins: number; messages: number }): void {
  socket.on('join_room', ({ roomId }: { roomId: string }) => {
    if (counts.joins++ < REFUSED_JOINS) {
      socket.emit('error', { message: hostileText(7) });
      return;
    }
    void socket.join(roomId);
    socket.emit('joined_room', { roomId });
  });
  socket.on('send_message', ({ roomId, content }: { roomId: string; content: string }) => {
    const number = counts.messages++;
    const text = hostileText(number);
    // Texts of a megabyte once in a while, or nothing else would fit through.
    const sender = text.length < 1000 || number < 60 ? text : 'short';
    io.to(roomId).emit('message', { type: 'message', roomId, sender, content, timestamp: sender });
    if (number % 10 === 0) socket.emit('error', { message: hostileText(number / 10) });
    if (number % 10 === 5) socket.emit(`<script>${hostileText(3)}`, hostileText(number / 5));
  });
}
