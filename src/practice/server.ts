import type { Socket as TcpSocket } from 'node:net';
import { descriptorLimits } from '../core/descriptors.js';
import { HttpListener, type ListenerBounds } from '../core/http-listener.js';
import { createChatServer } from './chat/chat-server.js';
import { createDelivery } from './chat/delivery.js';
import { attachChat } from './chat/handlers.js';
import { joinExtensions, type PracticeExtension } from './extension.js';
import { createAccountFaults } from './faults/accounts.js';
import { ActiveFaults } from './faults/active.js';
import { applyConnectionFaults } from './faults/connections.js';
import { createMessageFaults } from './faults/messages.js';
import { createOutages } from './faults/outages.js';
import { RECOVERY_OPTIONS, watchRecoveries } from './faults/recoveries.js';
import { createStoring } from './faults/timing.js';
import { createRouter } from './http/router.js';
import { type PracticeOptions, resolvePracticeOptions } from './options.js';
import { openStores } from './store/stores.js';
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

/** Node's own: a server that stalls on purpose is not to blame its clients for it. */
const PATIENCE: Pick<ListenerBounds, 'headMs' | 'requestMs' | 'idleMs'> = {
  headMs: 60_000,
  requestMs: 300_000,
  idleMs: 5000,
};

/** Where the system does not say how many there may be; more than a load generator has under way at once. */
const MOST_DESCRIPTORS = 32_768;

/** Clients that have not answered the closing handshake by then are cut off. */
const CLOSE_GRACE_MS = 1500;

/**
 * Starts a practice chat server in this process.
 * @param given what differs from `DEFAULT_PRACTICE_OPTIONS`
 * @param extensions what is added to it, in the order in which messages come to them
 * @throws UsageError for options out of their range, StartError when the address cannot be listened on, or its storage not be used
 */
export async function startPracticeServer(
  given: Partial<PracticeOptions> = {},
  extensions: readonly PracticeExtension[] = [],
): Promise<PracticeServer> {
  const extension = joinExtensions(extensions);
  const options = resolvePracticeOptions(given);
  const active = new ActiveFaults(options.faults);
  const counters = createCounters();
  const { storage, rooms, tokens, accounts } = await openStores(options, createAccountFaults(active), (inner) =>
    extension.storage(inner),
  );
  const io = createChatServer(options, active.get('recover') === undefined ? {} : RECOVERY_OPTIONS);
  extension.onServer(io);
  watchRecoveries(active, io, (copies) => {
    counters.copiesDelivered += copies;
  });
  const truth = (): PracticeTruth => truthOf(counters, io.of('/').sockets.size, active.truth());
  const listener = createListener();
  const http = listener.server;
  http.on('request', createRouter({ accounts, rooms, storage, tokens, counters, truth }, extension.routes));
  const tcpSockets = trackSockets(http);
  io.attach(http);

  applyConnectionFaults(active, io, () => counters.connectionsRefused++);
  const storing = createStoring(active, () => counters.messagesStored++);
  const delivery = createDelivery(active, io, counters, rooms);
  const outages = createOutages(active, io, () => counters.connectionsCut++);
  const messageFaults = createMessageFaults(active);
  attachChat(io, { rooms, storage, tokens, counters, messageFaults, delivery, storing, outages, extension });

  const { host } = options;
  const port = await listener
    .listen({ host, port: options.port, backlog: LISTEN_BACKLOG })
    .catch(async (error: unknown) => {
      await storage.close();
      throw error;
    });
  // A server that can take no more connections has nothing left to do; its user is to hear of it.
  void listener.failure.then((error) => {
    throw error;
  });
  let closing: Promise<void> | undefined;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    truth,
    close() {
      storing.close();
      delivery.close();
      outages.close();
      extension.close();
      closing ??= closeAll(io, tcpSockets).then(() => storage.close());
      return closing;
    },
  };
}

function trackSockets(http: HttpListener['server']): ReadonlySet<TcpSocket> {
  const sockets = new Set<TcpSocket>();
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

/**
 * Idle HTTP connections may have half of the descriptors, since the other half is for the chat. Requests under way are never cut
 * short: polling clients wait in them, and what goes wrong here on purpose is counted.
 */
function createListener(): HttpListener {
  const connections = Math.floor(Math.min(descriptorLimits().soft, MOST_DESCRIPTORS) / 2);
  const listener = new HttpListener({ ...PATIENCE, connections, whenAllBusy: 'refuse-newest' });
  listener.server.on('upgrade', ({ socket }) => listener.keep(socket));
  return listener;
}

async function closeAll(io: ReturnType<typeof createChatServer>, tcpSockets: ReadonlySet<TcpSocket>): Promise<void> {
  const cutOff = setTimeout(() => tcpSockets.forEach((socket) => socket.destroy()), CLOSE_GRACE_MS);
  await io.close();
  clearTimeout(cutOff);
}
