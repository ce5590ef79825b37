import { WebSocket } from 'ws';
import { type ErrorKind, errorKindOf } from '../core/error-kinds.js';
import type { JsonValue } from '../core/json.js';
import { OperationError, toOperationError } from '../core/operation-error.js';
import {
  encodeConnect,
  encodeDisconnect,
  type OpenHandshake,
  PONG,
  parsePacket,
  type ServerPacket,
} from './packets.js';

/** Where a session connects to. */
export interface SessionOptions {
  /** `ws:` or `wss:` URL with the Engine.IO query. */
  readonly url: string;
  readonly namespace: string;
  /** Payload of the CONNECT packet. */
  readonly auth?: JsonValue | undefined;
  /** For the whole way from the TCP connection to the namespace. */
  readonly timeoutMs: number;
}

/** Who listens to a session. */
export interface SessionHandlers {
  /** An EVENT packet, raw; called for every message, so it must be quick. */
  onEvent(packet: Uint8Array): void;
  /** A heartbeat was answered. */
  onPing(): void;
  /** A packet that is not legal. */
  onIllegal(reason: string): void;
  /** The session ended, and not because we asked. Called once. */
  onLost(kind: ErrorKind): void;
}

const [ASCII_2, ASCII_4] = [0x32, 0x34];
/** Refuses absurd frames instead of buffering them. */
const MAX_PAYLOAD_BYTES = 16 * 2 ** 20;
/** How long the server may take to answer our close. */
const CLOSE_TIMEOUT_MS = 2000;

/** One Socket.IO client on a raw Engine.IO WebSocket: connects to a namespace, answers heartbeats, hands events on as bytes. */
export class SocketSession {
  /** Whole seconds since anything was heard, counted by {@link tick}. */
  #quietSeconds = 0;
  #handshake: OpenHandshake | undefined;
  #state: 'opening' | 'open' | 'closed' = 'opening';
  #lostKind: ErrorKind | undefined;
  readonly #socket: WebSocket;
  readonly #options: SessionOptions;
  readonly #handlers: SessionHandlers;

  private constructor(options: SessionOptions, handlers: SessionHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#socket = new WebSocket(options.url, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      maxPayload: MAX_PAYLOAD_BYTES,
      handshakeTimeout: options.timeoutMs,
      followRedirects: false,
    });
  }

  /**
   * Opens the WebSocket, waits for the Engine.IO handshake and joins the namespace.
   * @throws OperationError when any of it is refused or takes too long
   */
  static async open(options: SessionOptions, handlers: SessionHandlers): Promise<SocketSession> {
    const session = new SocketSession(options, handlers);
    try {
      await session.#connect();
      return session;
    } catch (thrown) {
      session.terminate();
      throw toOperationError(thrown);
    }
  }

  /** Bytes handed over that the server has not taken yet. */
  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  get isOpen(): boolean {
    return this.#state === 'open' && this.#socket.readyState === WebSocket.OPEN;
  }

  /** Sends one text packet; the bytes are copied, so the caller may use them again at once. */
  send(packet: Uint8Array | string): void {
    this.#socket.send(packet, { binary: false });
  }

  /** Call once a second: a server that has been silent for longer than its own heartbeats allow is given up. */
  tick(): void {
    this.#quietSeconds++;
    const limitMs =
      this.#handshake === undefined ? Infinity : this.#handshake.pingIntervalMs + this.#handshake.pingTimeoutMs;
    if (this.#quietSeconds * 1000 > limitMs) this.#lose('server.silent');
  }

  /** Leaves the namespace and closes the WebSocket; resolves when it is closed, at most two seconds later. */
  async leave(): Promise<void> {
    if (this.#state === 'closed' || this.#socket.readyState === WebSocket.CLOSED) {
      this.#state = 'closed';
      return;
    }
    this.#state = 'closed';
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.#socket.terminate(), CLOSE_TIMEOUT_MS);
      this.#socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(encodeDisconnect(this.#options.namespace));
      this.#socket.close(1000);
    });
  }

  /** Drops the connection at once. */
  terminate(): void {
    this.#state = 'closed';
    this.#socket.terminate();
  }

  #connect(): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new OperationError('network.timeout', `no Socket.IO connection within ${this.#options.timeoutMs} ms`));
      }, this.#options.timeoutMs);
      const settle = (problem?: OperationError): void => {
        clearTimeout(timer);
        if (problem === undefined) {
          this.#state = 'open';
          resolve();
        } else reject(problem);
      };
      socket.on('unexpected-response', (_request, response) => {
        response.resume();
        settle(refusedUpgrade(response.statusCode ?? 0));
      });
      socket.on('error', (error) => {
        this.#lostKind ??= wireErrorKind(error);
        settle(new OperationError(wireErrorKind(error), error.message, { cause: error }));
      });
      socket.on('close', (code: number) => {
        settle(
          new OperationError(
            'server.closed-early',
            `the server closed the connection (code ${code}) before it was joined`,
          ),
        );
        this.#lose(code === 1006 ? 'network.closed' : 'server.closed');
      });
      socket.on('message', (data: Buffer, isBinary: boolean) => this.#onMessage(data, isBinary, settle));
    });
  }

  #onMessage(data: Buffer, isBinary: boolean, settle: (problem?: OperationError) => void): void {
    this.#quietSeconds = 0;
    if (isBinary) return;
    if (data[0] === ASCII_4 && data[1] === ASCII_2) this.#handlers.onEvent(data);
    else if (data[0] === ASCII_2 && data.length === 1) {
      this.#socket.send(PONG);
      this.#handlers.onPing();
    } else this.#onControl(parsePacket(data.toString()), settle);
  }

  #onControl(packet: ServerPacket, settle: (problem?: OperationError) => void): void {
    switch (packet.type) {
      case 'open':
        this.#handshake = packet.handshake;
        this.#socket.send(encodeConnect(this.#options.namespace, this.#options.auth));
        break;
      case 'connect':
        if (packet.namespace === this.#options.namespace.split('?')[0]) settle();
        break;
      case 'connect-error':
        settle(new OperationError('server.connect-refused', `the server refused the connection: ${packet.message}`));
        break;
      case 'close':
      case 'disconnect':
        settle(new OperationError('server.closed-early', 'the server ended the session before it was joined'));
        this.#lose('server.disconnected');
        break;
      case 'illegal':
        if (this.#handshake === undefined) settle(new OperationError('protocol.not-engine-io', packet.reason));
        this.#handlers.onIllegal(packet.reason);
        break;
      default:
        break;
    }
  }

  #lose(kind: ErrorKind): void {
    if (this.#state !== 'open') return;
    this.#state = 'closed';
    this.#socket.terminate();
    this.#handlers.onLost(this.#lostKind ?? kind);
  }
}

function refusedUpgrade(status: number): OperationError {
  const hint = status === 404 ? ' (is the socket path right?)' : '';
  return new OperationError(
    `server.http-${status}`,
    `the server answered the WebSocket handshake with HTTP ${status}${hint}`,
  );
}

/** The kind of an error of the `ws` library: illegal frames have codes of their own. */
function wireErrorKind(error: Error): ErrorKind {
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('WS_ERR_'))
    return `protocol.${error.code}`;
  if (error.message.startsWith('Opening handshake has timed out')) return 'network.timeout';
  if (error.message.startsWith('Invalid ') || error.message.startsWith('Missing ')) return 'protocol.not-websocket';
  return errorKindOf(error);
}
