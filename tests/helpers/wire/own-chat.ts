import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import { Server } from 'socket.io';
import { portOf } from './listen.js';

/** What a chat makes different from what it says of itself. */
export interface OwnChatOptions {
  /** What becomes of a text. */
  readonly change?: (text: string) => string;
  /** What a message is acknowledged with, where that is asked for; nothing acknowledges none. */
  readonly ack?: object | null;
  /** Keeps no messages. */
  readonly forgets?: boolean;
}

/** What the chat gives each user who logs in: nobody is to see it. */
export const OWN_CHAT_SECRET = 'sess-4711-of-';

/**
 * A chat as a company has one: log-in by a form of JSON that sets a cookie and gives a token, a namespace for those who have both,
 * rooms with a list of what was said; it ends with the test. Returns its URL.
 */
export async function startOwnChat(
  test: TestContext,
  { change = (text) => text, ack = { ok: true }, forgets = false }: OwnChatOptions = {},
): Promise<string> {
  const said = new Map<string, { at: string; body: { text: string } }[]>();
  const http = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const answer = (status: number, json: unknown, headers: Record<string, string> = {}): void => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
      };
      const url = new URL(request.url ?? '/', 'http://chat');
      if (url.pathname === '/session') {
        const { login, secret } = JSON.parse(body === '' ? '{}' : body) as { login?: string; secret?: string };
        if (login === undefined || secret === undefined) answer(422, { message: 'login and secret are required' });
        else {
          const session = `${OWN_CHAT_SECRET}${login}`;
          answer(
            200,
            { data: { accessToken: session, user: { id: 7 } } },
            { 'set-cookie': `sid=${session}; Path=/; HttpOnly` },
          );
        }
      } else if (/^\/rooms\/.*\/messages$/.test(url.pathname)) {
        answer(200, { items: said.get(decodeURIComponent(url.pathname.split('/')[2] ?? '')) ?? [] });
      } else answer(404, { message: 'not found' });
    });
  });
  const io = new Server(http);
  const chat = io.of('/chat');
  chat.use((socket, next) => {
    const hasCookie = /(?:^|; )sid=/.test(socket.handshake.headers.cookie ?? '');
    const hasToken = String(socket.handshake.auth['token']).startsWith(OWN_CHAT_SECRET);
    next(hasCookie && hasToken ? undefined : new Error('please log in first'));
  });
  chat.on('connection', (socket) => {
    socket.emit('hello', { motd: 'welcome' });
    socket.on('room:join', ({ room }: { room: string }, answer?: (said: object) => void) => {
      void socket.join(room);
      if (ack !== null) answer?.({ ok: true });
      socket.emit('room:joined', { room });
    });
    socket.on('message:send', ({ room, text }: { room: string; text: string }, answer?: (said: object) => void) => {
      const message = { at: new Date().toISOString(), body: { text: change(text) } };
      if (!forgets) said.set(room, [...(said.get(room) ?? []), message]);
      chat.to(room).emit('message:new', message);
      if (ack !== null) answer?.(ack);
    });
  });
  test.after(() => io.close());
  return `http://127.0.0.1:${await portOf(http)}`;
}

/** The dialect of {@link startOwnChat}. */
export const OWN_CHAT = {
  http: {
    login: {
      path: '/session',
      body: { login: '{{user.name}}', secret: '{{user.password}}' },
      capture: { token: 'data.accessToken' },
    },
    history: { path: '/rooms/{{room.id}}/messages', list: 'items', content: 'body.text' },
  },
  socket: { namespace: '/chat', auth: { token: '{{user.token}}' } },
  events: {
    join: { event: 'room:join', args: [{ room: '{{room.id}}' }] },
    joined: { event: 'room:joined', room: '0.room' },
    send: { event: 'message:send', args: [{ room: '{{room.id}}', text: '{{message.text}}' }] },
    receive: 'message:new',
  },
};
