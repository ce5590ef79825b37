import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type ListenAddress, listenAt } from './listen.js';

/** What callers may take of an HTTP server: of its connections, and of its time. */
export interface ListenerBounds {
  /** Connections at once, beside those that are kept. For one more the one is dropped that has been idle for longest. */
  readonly connections: number;
  /** When none is idle: drop the connection whose request began first, or refuse the new one? */
  readonly whenAllBusy: 'drop-oldest' | 'refuse-newest';
  /** For the head of a request to come, counted from the opening of its connection or from the request before. */
  readonly headMs: number;
  /** For a whole request to come. */
  readonly requestMs: number;
  /** For the next request to begin. */
  readonly idleMs: number;
}

/** How often it is looked for connections whose time is over. */
const CHECK_INTERVAL_MS = 1000;

/** One connection. Where it stands is told by the sets that it is in. */
interface Connection {
  readonly socket: Socket;
  /** Requests that are being answered; a client may send several at once. */
  requests: number;
}

/**
 * An HTTP server whose callers cannot take more of this process than its bounds say, whatever they do: a new caller gets in
 * although others hold every connection, because the one that has been idle for longest is dropped for it. Everything of this
 * program that listens is one of these.
 */
export class HttpListener {
  readonly server: Server;
  /** Resolves when no connection can be taken any more, with the reason: it does not listen from then on. */
  readonly failure: Promise<Error>;
  #fail: (error: Error) => void = () => undefined;
  readonly #bounds: ListenerBounds;
  readonly #connections = new WeakMap<Socket, Connection>();
  /** Without a request, the longest idle first. */
  readonly #idle = new Set<Connection>();
  /** With one, the oldest first. Those that are kept are in neither set. */
  readonly #busy = new Set<Connection>();

  constructor(bounds: ListenerBounds) {
    this.#bounds = bounds;
    this.failure = new Promise((resolve) => {
      this.#fail = resolve;
    });
    this.server = createServer({
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      headersTimeout: bounds.headMs,
      requestTimeout: bounds.requestMs,
      keepAliveTimeout: bounds.idleMs,
    });
    this.server.on('connection', (socket: Socket) => this.#onConnection(socket));
    this.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#onRequest(request.socket, response);
    });
  }

  /**
   * Begins to listen.
   * @param subject that which listens, for the error: `the dashboard`
   * @returns the port
   * @throws StartError when the port cannot be had
   */
  async listen(address: ListenAddress, subject?: string): Promise<number> {
    const port = await listenAt(this.server, address, subject);
    this.server.on('error', (error) => {
      this.server.close();
      this.#fail(error);
    });
    return port;
  }

  /** Until the answer that it waits for is complete, this connection makes room for no other, and is not counted. */
  keep(socket: Socket): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined) return;
    this.#idle.delete(connection);
    this.#busy.delete(connection);
  }

  /** Stops listening and drops every connection that has not been upgraded. */
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  #onConnection(socket: Socket): void {
    while (this.#idle.size + this.#busy.size >= this.#bounds.connections) {
      if (this.#dropOne()) continue;
      socket.destroy();
      return;
    }
    const connection: Connection = { socket, requests: 0 };
    this.#connections.set(socket, connection);
    this.#idle.add(connection);
    socket.once('close', () => {
      this.#idle.delete(connection);
      this.#busy.delete(connection);
    });
  }

  #onRequest(socket: Socket, response: ServerResponse): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined) return;
    connection.requests++;
    if (this.#idle.delete(connection)) this.#busy.add(connection);
    response.once('close', () => {
      connection.requests--;
      if (connection.requests > 0 || socket.destroyed) return;
      this.#busy.delete(connection);
      this.#idle.add(connection);
    });
  }

  /** Makes room for one. @returns false when every connection is needed */
  #dropOne(): boolean {
    const [longestIdle] = this.#idle;
    const [oldestBusy] = this.#bounds.whenAllBusy === 'drop-oldest' ? this.#busy : [];
    const victim = longestIdle ?? oldestBusy;
    if (victim === undefined) return false;
    this.#idle.delete(victim);
    this.#busy.delete(victim);
    victim.socket.destroy();
    return true;
  }
}
