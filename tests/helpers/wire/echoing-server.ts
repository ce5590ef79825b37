import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { Server, type Socket } from 'socket.io';
import { portOf } from './listen.js';

/** A chat server that says all that it is told back in its refusals, and what it has heard. */
export interface EchoingServer {
  readonly url: string;
  /** Everything that clients sent: requests with their headers and bodies, handshakes, CONNECT payloads, arguments of events. */
  readonly heard: string[];
  /** Reasons that it gave. */
  readonly said: string[];
}

export interface EchoingOptions {
  /** Takes nobody in at all. */
  readonly refusesAll?: boolean;
}

/** Statuses of the refused requests: each is a kind of its own, so that each reason is an example. */
const FIRST_STATUS = 441;
const TOKEN_LENGTH = 40;

/** The token that it gives to a user. */
export function tokenOf(userName: string): string {
  return `token-of-${userName}-`.padEnd(TOKEN_LENGTH, 'x');
}

/** Starts the server, which refuses the first of each step and ends with the test. */
export async function startEchoingServer(
  t: TestContext,
  { refusesAll = false }: EchoingOptions = {},
): Promise<EchoingServer> {
  const heard: string[] = [];
  const said: string[] = [];
  const refused = new Map<string, number>();
  /** A reason to refuse the first of a kind with: everything that was said, as it was, as JSON and as a URL. */
  const reasonFor = (what: string, told: unknown): string | undefined => {
    const text = JSON.stringify(told);
    heard.push(text);
    const count = refused.get(what) ?? 0;
    refused.set(what, count + 1);
    if (count > 0 && !refusesAll) return undefined;
    const reason = `${what}: no to ${textsIn(told).join(' ')} ${text} ${encodeURIComponent(text)}`;
    said.push(reason);
    return reason;
  };
  const http = createServer((request, response) => {
    if (request.url?.includes('/socket.io/') !== true) void answer(request, response, reasonFor);
  });
  const io = new Server(http, { path: '/chat/socket.io/' });
  io.use(({ handshake: { query, auth } }, next) => {
    const reason = reasonFor('connect', { query, auth });
    next(reason === undefined ? undefined : new Error(reason));
  });
  io.on('connection', (socket) => attach(socket, io, reasonFor));
  const url = `http://127.0.0.1:${await portOf(http)}`;
  t.after(() => io.close());
  return { url, heard, said };
}

type ReasonFor = (what: string, told: unknown) => string | undefined;

async function answer(request: IncomingMessage, response: ServerResponse, reasonFor: ReasonFor): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString() || 'null');
  const step = request.url?.split('?')[0] ?? '';
  const reason = reasonFor(step, { url: request.url, headers: request.headers, body });
  const status = FIRST_STATUS + ['/signup', '/login', '/rooms'].indexOf(step);
  const name = String((body as { name?: unknown } | null)?.name);
  if (reason === undefined) response.end(JSON.stringify({ token: tokenOf(name), id: name }));
  else response.writeHead(status).end(JSON.stringify({ error: reason }));
}

function attach(socket: Socket, io: Server, reasonFor: ReasonFor): void {
  socket.on('join', (room: string, key: unknown) => {
    const reason = reasonFor('join', { room, key });
    if (reason !== undefined) {
      socket.emit('problem', { reason });
      return;
    }
    void socket.join(room);
    socket.emit('joined', { room });
  });
  socket.on('say', (room: string, text: string, key: unknown) => {
    const reason = reasonFor('say', { key });
    if (reason === undefined) io.to(room).emit('message', { text });
    else socket.emit('problem', { reason });
  });
}

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
