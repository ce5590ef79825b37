import { createServer, type Server as HttpServer } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import { Server } from 'socket.io';
import { messageOf, StartError, systemCodeOf } from '../core/errors.js';
import { createBroadcast } from './chat/broadcast.js';
import type { ChatServer } from './chat/events.js';
import { attachChat } from './chat/handlers.js';
import { createAccountFaults } from './faults/accounts.js';
import { ActiveFaults } from './faults/active.js';
import { applyConnectionFaults } from './faults/connections.js';
import { createCopyFaults } from './faults/copies.js';
import { createMessageFaults } from './faults/messages.js';
import { createOutages } from './faults/outages.js';
import { createTiming } from './faults/timing.js';
import { createRouter } from './http/router.js';
import { type PracticeOptions, resolvePracticeOptions } from './options.js';
import { Accounts } from './store/accounts.js';
import { RoomStore } from './store/rooms.js';
import { createTokens } from './store/tokens.js';
import { createCounters, type PracticeTruth, truthOf } from './truth.js';

/** A running practice server. */
export interface PracticeServer {
  /** Base URL: `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly port: number;
  /** What it did so far. */
  truth(): PracticeTruth;
  /** Closes every connection and stops; takes 2 s at most and leaves no handle behind. May be called again. */
  close(): Promise<void>;
}

/** Enough for ten thousand clients that arrive at once; the kernel may cap it. */
const LISTEN_BACKLOG = 4096;

/** Clients that have not answered the closing handshake by then are cut off. */
const CLOSE_GRACE_MS = 1500;

/**
 * Starts a practice chat server in this process.
 * @param given what differs from `DEFAULT_PRACTICE_OPTIONS`
 * @throws UsageError for options out of their range, StartError when the address cannot be listened on
 */
export async function startPracticeServer(given: Partial<PracticeOptions> = {}): Promise<PracticeServer> {
  const options = resolvePracticeOptions(given);
  const active = new ActiveFaults(options.faults);
  const counters = createCounters();
  const rooms = new RoomStore();
  const tokens = createTokens();
  const accounts = new Accounts(options.hashCost, createAccountFaults(active));
  const io = createChatServer(options);
  const truth = (): PracticeTruth => truthOf(counters, io.of('/').sockets.size, active.truth());
  const http = createServer(createRouter({ accounts, rooms, tokens, counters, truth }));
  const tcpSockets = trackSockets(http);
  io.attach(http);

  applyConnectionFaults(active, io, () => counters.connectionsRefused++);
  const timing = createTiming(active, createBroadcast(io, counters, createCopyFaults(active)));
  const outages = createOutages(active, io, () => counters.connectionsCut++);
  attachChat(io, { rooms, tokens, counters, messageFaults: createMessageFaults(active), timing, outages });

  const port = await listen(http, options);
  let closing: Promise<void> | undefined;
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    port,
    truth,
    close() {
      timing.close();
      outages.close();
      closing ??= closeAll(io, tcpSockets);
      return closing;
    },
  };
}

function createChatServer(options: PracticeOptions): ChatServer {
  return new Server({
    allowEIO3: true,
    maxHttpBufferSize: 1e8,
    perMessageDeflate: false,
    pingInterval: options.pingIntervalMs,
    pingTimeout: options.pingTimeoutMs,
    serveClient: false,
    transports: ['polling', 'websocket'],
  });
}

function trackSockets(http: HttpServer): ReadonlySet<TcpSocket> {
  const sockets = new Set<TcpSocket>();
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function listen(http: HttpServer, { host, port }: PracticeOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error) => {
      const hint = systemCodeOf(error) === 'EADDRINUSE' ? { hint: 'Choose another port, or 0 for a free one.' } : {};
      reject(new StartError(`cannot listen on ${host}:${port}: ${messageOf(error)}`, { cause: error, ...hint }));
    });
    http.listen({ host, port, backlog: LISTEN_BACKLOG }, () => {
      const address = http.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

async function closeAll(io: ChatServer, tcpSockets: ReadonlySet<TcpSocket>): Promise<void> {
  const cutOff = setTimeout(() => tcpSockets.forEach((socket) => socket.destroy()), CLOSE_GRACE_MS);
  await io.close();
  clearTimeout(cutOff);
}
