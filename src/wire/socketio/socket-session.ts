import type { ErrorKind } from '../../core/error-kinds.js';
import { OperationError, toOperationError } from '../../core/operation-error.js';
import { type OpenHandshake, PONG, readPacket, type ServerPacket } from './packets.js';
import { jsonParser } from './parser/json.js';
import type { PacketParser } from './parser/packet-parser.js';
import { encodeText } from '../ws/frame-writer.js';
import { WebSocketClient, type WebSocketHandlers } from '../ws/websocket-client.js';
import type { Packet, Session, SessionHandlers, SessionOptions } from '../wire.js';

const [ASCII_2, ASCII_4] = [0x32, 0x34];
/** How long the server may take to answer our close. */
const CLOSE_TIMEOUT_MS = 2000;
const NORMAL_CLOSURE = 1000;
const PONG_FRAME = encodeText(PONG);

/** One Socket.IO client on a raw Engine.IO WebSocket: connects to a namespace, answers heartbeats, hands events on as bytes. */
export class SocketSession implements WebSocketHandlers, Session {
  /** Was anything heard since the last {@link tick}? */
  #isHeard = true;
  /** The tick before which something was heard last. */
  #heardAtUs = 0;
  /** Has the server not taken our last answer to a heartbeat yet? Since which tick? */
  #pongWaits = false;
  #pongWaitsSinceUs: number | undefined;
  #handshake: OpenHandshake | undefined;
  #state: 'opening' | 'open' | 'closed' = 'opening';
  readonly #socket: WebSocketClient;
  readonly #options: SessionOptions;
  readonly #parser: PacketParser;
  /** Are packets binary messages? Then a text is of Engine.IO alone. */
  readonly #isBinary: boolean;
  readonly #handlers: SessionHandlers;
  /** Ends the opening; afterwards nobody listens any more. */
  #settle: (problem?: OperationError) => void = () => undefined;

  private constructor(options: SessionOptions, handlers: SessionHandlers, parser: PacketParser) {
    this.#options = options;
    this.#parser = parser;
    this.#isBinary = parser.isBinary;
    this.#handlers = handlers;
    this.#socket = new WebSocketClient(options.url, this, options.budget, options.guard, options);
  }

  /**
   * Opens the WebSocket, waits for the Engine.IO handshake and joins the namespace.
   * @param parser that of the server
   * @throws OperationError when any of it is refused or takes too long
   */
  static async open(
    options: SessionOptions,
    handlers: SessionHandlers,
    parser: PacketParser = jsonParser,
  ): Promise<SocketSession> {
    const session = new SocketSession(options, handlers, parser);
    try {
      await session.#opened();
      return session;
    } catch (thrown) {
      session.terminate();
      throw toOperationError(thrown);
    }
  }

  /** Bytes handed over that the server has not taken yet. */
  get bufferedBytes(): number {
    return this.#socket.bufferedBytes;
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** What the handshake says; undefined where it does not. */
  get maxPayloadBytes(): number | undefined {
    return this.#handshake?.maxPayloadBytes;
  }

  /** Sends one packet. */
  send(packet: Packet): void {
    this.#socket.send(packet);
  }

  /** Hands finished frames to the socket. The bytes may be used again when {@link bufferedBytes} is 0. */
  writeFrames(frames: Uint8Array): void {
    this.#socket.write(frames);
  }

  /**
   * Call about once a second, and when what has come in was read: a server that for longer than its own heartbeats allow has been
   * silent, or has not taken the answer to one, is given up.
   * @param nowUs microseconds of a clock that only goes forward
   */
  tick(nowUs: number): void {
    if (this.#isHeard) this.#heardAtUs = nowUs;
    this.#isHeard = false;
    this.#pongWaitsSinceUs = this.#pongWaits ? (this.#pongWaitsSinceUs ?? nowUs) : undefined;
    if (this.#handshake === undefined) return;
    const patienceUs = (this.#handshake.pingIntervalMs + this.#handshake.pingTimeoutMs) * 1000;
    if (nowUs - this.#heardAtUs >= patienceUs) this.#lose('server.silent', 'the server was silent');
    else if (nowUs - (this.#pongWaitsSinceUs ?? nowUs) >= patienceUs)
      this.#lose('server.not-reading', 'the server did not read');
  }

  /**
   * Leaves the namespace and closes the WebSocket; resolves when it is closed, at most two seconds later.
   * @param atMostMs milliseconds that the server has, when they are fewer
   * @returns false when the server did not close in time
   */
  async leave(atMostMs = CLOSE_TIMEOUT_MS): Promise<boolean> {
    if (this.#state === 'open') this.#socket.send(this.#parser.encodeDisconnect(this.#options.namespace));
    this.#state = 'closed';
    return await this.#socket.close(NORMAL_CLOSURE, Math.min(atMostMs, CLOSE_TIMEOUT_MS));
  }

  /** Drops the connection at once. */
  terminate(): void {
    this.#state = 'closed';
    this.#socket.terminate();
  }

  /** For the WebSocket: bytes have come in. */
  onRead(): void {
    this.#handlers.onRead();
  }

  /** For the WebSocket: a packet. What follows the end of the session, in the same bytes, belongs to no session any more. */
  onText(bytes: Uint8Array, start: number, end: number): void {
    if (this.#state === 'closed') return;
    this.#isHeard = true;
    if (bytes[start] === ASCII_4) this.#onMessage(bytes, start, end);
    else if (bytes[start] === ASCII_2 && end === start + 1) this.#answerPing();
    else this.#onControl(readPacket(bytes, start, end));
  }

  /** For the WebSocket: a packet where packets are binary, else a part of the event before it. */
  onBinary(bytes: Uint8Array, start: number, end: number): void {
    if (this.#state === 'closed') return;
    this.#isHeard = true;
    if (this.#isBinary) this.#onMessage(bytes, start, end);
    else this.#handlers.onAttachment(bytes, start, end);
  }

  /** For the WebSocket: it ended. */
  onClosed(kind: ErrorKind, reason: string, said?: string): void {
    const isEarly = this.#socket.isUpgraded && kind.endsWith('.closed');
    this.#settle(new OperationError(isEarly ? 'server.closed-early' : kind, reason, { said }));
    this.#lose(kind, reason, said);
  }

  /** As the server writes it: without the query that may have been asked for. */
  get #namespace(): string {
    return this.#options.namespace.split('?')[0] ?? '';
  }

  /** A Socket.IO packet. */
  #onMessage(bytes: Uint8Array, start: number, end: number): void {
    if (this.#parser.isEvent(bytes, start, end)) this.#handlers.onEvent(bytes, start, end);
    else {
      const packet = this.#parser.readPacket(bytes, start, end);
      // One that is written unusually.
      if (packet.type === 'event') this.#handlers.onEvent(bytes, start, end);
      else this.#onControl(packet);
    }
  }

  #opened(): Promise<void> {
    const { timeoutMs } = this.#options;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new OperationError('network.timeout', `no Socket.IO connection within ${timeoutMs} ms`)),
        timeoutMs,
      );
      this.#settle = (problem) => {
        clearTimeout(timer);
        this.#settle = () => undefined;
        if (problem === undefined) {
          this.#state = 'open';
          resolve();
        } else reject(problem);
      };
    });
  }

  /** One answer at a time: a server that pings again before it has taken the last one needs no other, and fills no memory. */
  #answerPing(): void {
    if (this.#pongWaits) return;
    this.#pongWaits = true;
    this.#socket.write(PONG_FRAME, () => {
      this.#pongWaits = false;
      this.#pongWaitsSinceUs = undefined;
    });
    this.#handlers.onPing();
  }

  #onControl(packet: ServerPacket): void {
    switch (packet.type) {
      case 'open':
        if (this.#handshake !== undefined) {
          this.#handlers.onIllegal('a second Engine.IO handshake');
          break;
        }
        this.#handshake = packet.handshake;
        this.#socket.send(this.#parser.encodeConnect(this.#options.namespace, this.#options.auth));
        break;
      case 'connect':
        if (packet.namespace === this.#namespace) this.#settle();
        break;
      case 'connect-error':
        this.#settle(
          new OperationError('server.connect-refused', `the server refused the connection: ${packet.message}`, {
            said: packet.message,
          }),
        );
        break;
      case 'disconnect':
        if (packet.namespace === this.#namespace) this.#onDisconnected();
        break;
      case 'close':
        this.#onDisconnected();
        break;
      case 'illegal':
        if (this.#handshake === undefined) this.#settle(new OperationError('protocol.not-engine-io', packet.reason));
        this.#handlers.onIllegal(packet.reason);
        break;
      default:
        break;
    }
  }

  #onDisconnected(): void {
    this.#settle(new OperationError('server.closed-early', 'the server ended the session before it was joined'));
    this.#lose('server.disconnected', 'the server ended the session');
  }

  #lose(kind: ErrorKind, reason: string, said?: string): void {
    if (this.#state !== 'open') return;
    this.#state = 'closed';
    this.#socket.terminate();
    this.#handlers.onLost(kind, reason, said);
  }
}
