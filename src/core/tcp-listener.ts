import { createServer, type Server, type Socket } from 'node:net';
import { type ListenAddress, listenAt } from './listen.js';

/**
 * A server of plain TCP, which keeps a connection open for what goes the other way when one end has said all that it had to say, and takes so many
 * connections at once and no more.
 */
export class TcpListener {
  readonly #server: Server;
  readonly #onError: (error: Error) => void;

  /** @param onConnection is handed every connection, which is its own from then on @param onError takes what goes wrong while it listens */
  constructor(mostConnections: number, onConnection: (socket: Socket) => void, onError: (error: Error) => void) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, onConnection);
    this.#server.maxConnections = mostConnections;
    this.#onError = onError;
  }

  /** Begins to listen. @returns the port @throws StartError when the port cannot be had */
  async listen(address: ListenAddress, subject: string): Promise<number> {
    const port = await listenAt(this.#server, address, subject);
    this.#server.on('error', this.#onError);
    return port;
  }

  /** Takes no more connections; those that are open stay. */
  close(): void {
    this.#server.close();
  }
}
