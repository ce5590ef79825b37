import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpListener } from '../../core/http-listener.js';
import { ClientFrames, textFrame } from './client-frames.js';
import { JOIN_HEAD, JOINED, MESSAGE_HEAD } from './sink-dialect.js';

/** A server that does nothing but hand messages on, for calibrating the tester. */
export interface Sink {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** What is added to a client's key before it is hashed (RFC 6455, section 1.3). */
const KEY_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** Longer than a calibration: no heartbeat is due meanwhile. */
const PING_INTERVAL_MS = 600_000;
const OPEN = `0${JSON.stringify({ sid: 'sink', upgrades: [], pingInterval: PING_INTERVAL_MS, pingTimeout: PING_INTERVAL_MS, maxPayload: 65_535 })}`;
const CONNECTED = '40{"sid":"sink"}';
const CONNECT_HEAD = '40';
const LISTEN_BACKLOG = 4096;

/** A client's connection: what it gets in one turn of the loop leaves in one write. */
class Guest {
  readonly rooms: Set<Guest>[] = [];
  readonly #socket: Duplex;
  #isCorked = false;

  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  send(frame: Buffer): void {
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.#socket.cork();
      setImmediate(() => {
        this.#isCorked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(frame);
  }
}

/** Starts a sink in this process. @throws StartError when no port can be had */
export async function startSink(): Promise<Sink> {
  const rooms = new Map<number, Set<Guest>>();
  const sockets = new Set<Duplex>();
  const listener = new HttpListener({
    connections: 1024,
    whenAllBusy: 'drop-oldest',
    headMs: 10_000,
    requestMs: 10_000,
    idleMs: 5000,
  });
  const { server } = listener;
  server.on('request', (_request, response) => response.writeHead(404).end());
  server.on('upgrade', (request, socket) => {
    listener.keep(request.socket);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    accept(request, socket, rooms);
  });
  const port = await listener.listen({ host: '127.0.0.1', port: 0, backlog: LISTEN_BACKLOG });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close() {
      listener.close();
      for (const socket of sockets) socket.destroy();
      return Promise.resolve();
    },
  };
}

function accept({ headers }: IncomingMessage, socket: Duplex, rooms: Map<number, Set<Guest>>): void {
  const key = createHash('sha1')
    .update(`${headers['sec-websocket-key'] ?? ''}${KEY_SUFFIX}`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
  );
  const client = new Guest(socket);
  const frames = new ClientFrames(
    (payload) => onPacket(client, payload, rooms),
    () => socket.destroy(),
  );
  socket.on('data', (chunk: Buffer) => frames.read(chunk));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const room of client.rooms) room.delete(client);
  });
  client.send(textFrame(Buffer.from(OPEN)));
}

function onPacket(client: Guest, payload: Buffer, rooms: Map<number, Set<Guest>>): void {
  const text = payload.toString('latin1', 0, MESSAGE_HEAD.length + 8);
  if (text.startsWith(MESSAGE_HEAD)) {
    const frame = textFrame(payload);
    for (const member of rooms.get(Number.parseInt(text.slice(MESSAGE_HEAD.length), 10)) ?? []) member.send(frame);
  } else if (text.startsWith(JOIN_HEAD)) {
    const number = Number.parseInt(text.slice(JOIN_HEAD.length), 10);
    const room = rooms.get(number) ?? new Set();
    rooms.set(number, room.add(client));
    client.rooms.push(room);
    client.send(textFrame(Buffer.from(JOINED)));
  } else if (text.startsWith(CONNECT_HEAD)) client.send(textFrame(Buffer.from(CONNECTED)));
}
