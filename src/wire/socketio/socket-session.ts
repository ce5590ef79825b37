import type { ErrorKind } from '../../core/error-kinds.js';
import { OperationError, toOperationError } from '../../core/operation-error.js';
import { SILENT } from '../silent.js';
import type {
  FoundVariant,
  Packet,
  Resumption,
  Session,
  SessionHandlers,
  SessionOptions,
  WireVariant,
} from '../wire.js';
import { encodeText } from '../ws/frame-writer.js';
import type { WebSocketClient, WebSocketHandlers } from '../ws/websocket-client.js';
import { Beats } from './beats.js';
import { AskedInVain, ConnectUnanswered, type Opened, Opening, SESSION_ENDED } from './opening.js';
import { type OpenHandshake, PING, PONG, readPacket, type ServerPacket } from './packets.js';
import type { PacketParser } from './parser/packet-parser.js';
import { parserOf } from './parser/parsers.js';
import { Receipts } from './receipts.js';
import { keeperFor, OffsetKeeper, withResumption } from './resumption.js';
import { openTapped } from './tapped-socket.js';

const [ASCII_2, ASCII_4] = [0x32, 0x34];
/** How long the server may take to answer our close. */
const CLOSE_TIMEOUT_MS = 2000;
/** How long the server may take for what it has been sent when we cut the connection. */
const CUT_TIMEOUT_MS = 1000;
const NORMAL_CLOSURE = 1000;
const [PING_FRAME, PONG_FRAME] = [encodeText(PING), encodeText(PONG)];

/** One Socket.IO client on a raw Engine.IO WebSocket: connects to a namespace, keeps up heartbeats, hands events on as bytes. */
export class SocketSession implements WebSocketHandlers, Session {
  /** Was anything heard since the last {@link tick}? */
  #isHeard = true;
  /** The tick before which something was heard last. */
  #heardAtUs = 0;
  readonly #beats: Beats;
  #handshake: OpenHandshake | undefined;
  #state: 'opening' | 'open' | 'closed' = 'opening';
  /** Until it is open. */
  #opening: Opening | undefined;
  readonly #socket: WebSocketClient;
  readonly #options: SessionOptions;
  readonly #parser: PacketParser;
  /** Are packets binary messages? Then a text is of Engine.IO alone. */
  readonly #isBinary: boolean;
  readonly #handlers: SessionHandlers;
  #variant: FoundVariant;
  readonly #receipts: Receipts | undefined;
  /** What lets a later connection take up this one; undefined where the server does not offer it, or nobody wants it. */
  #offsets: OffsetKeeper | undefined;
  /** Sends our heartbeats, where they are the client's. */
  #pinger: NodeJS.Timeout | undefined;

  private constructor(options: SessionOptions, handlers: SessionHandlers, { engine, parser = 'json' }: WireVariant) {
    this.#options = options;
    this.#variant = { engine: engine ?? 4, parser };
    this.#parser = parserOf(parser);
    this.#isBinary = this.#parser.isBinary;
    this.#handlers = handlers;
    this.#socket = openTapped(this, options);
    this.#beats = new Beats(this.#socket);
    this.#receipts = options.confirms === true ? new Receipts(this.#socket, this.#parser) : undefined;
    this.#opening = new Opening({
      ...options,
      auth: withResumption(options.auth, options.resume),
      engine,
      parser: this.#parser,
      send: (packet) => this.send(packet),
      onOpened: (opened) => this.#onOpened(opened),
    });
  }

  /**
   * Opens the WebSocket, waits for the Engine.IO handshake and joins the namespace.
   * @param variant what is known of the server; the rest is found out
   * @throws OperationError when any of it is refused or takes too long
   */
  static async open(
    options: SessionOptions,
    handlers: SessionHandlers,
    variant: WireVariant = {},
  ): Promise<SocketSession> {
    const session = new SocketSession(options, handlers, variant);
    try {
      await session.#opening?.done;
      return session;
    } catch (thrown) {
      session.terminate();
      if (thrown instanceof AskedInVain) return await SocketSession.open(options, handlers, { ...variant, engine: 3 });
      if (!(thrown instanceof ConnectUnanswered) || variant.parser !== undefined) throw toOperationError(thrown);
      // Where the less usual parser does not open it either, what happened with the usual one is told.
      return await SocketSession.open(options, handlers, { ...variant, parser: 'msgpack' }).catch(() => {
        throw thrown;
      });
    }
  }

  /** What the server speaks, as far as its opening showed. */
  get variant(): FoundVariant {
    return this.#variant;
  }

  /** What lets a later connection take up this one. */
  get resumption(): Resumption | undefined {
    return this.#offsets;
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
    this.#options.tap?.onSent(packet);
    this.#socket.send(packet);
  }

  /** Hands finished frames to the socket. The bytes may be used again when {@link bufferedBytes} is 0. */
  writeFrames(frames: Uint8Array): void {
    this.#socket.write(frames);
  }

  /** Reads, or reads no longer, what the server sends. */
  setReading(isReading: boolean): void {
    this.#socket.setReading(isReading);
  }

  /**
   * Call about once a second, and when what has come in was read: a server that for longer than its own heartbeats allow has been
   * silent, or has not taken ours, is given up.
   * @param nowUs microseconds of a clock that only goes forward
   */
  tick(nowUs: number): void {
    if (this.#isHeard || !this.#socket.isReading) this.#heardAtUs = nowUs;
    this.#isHeard = false;
    const beatWaitedUs = this.#beats.waitedUs(nowUs);
    if (this.#handshake === undefined) return;
    const patienceUs = (this.#handshake.pingIntervalMs + this.#handshake.pingTimeoutMs) * 1000;
    if (nowUs - this.#heardAtUs >= patienceUs) this.#lose(SILENT, 'the server was silent');
    else if (beatWaitedUs >= patienceUs) this.#lose('server.not-reading', 'the server did not read');
  }

  /**
   * Leaves the namespace and closes the WebSocket; resolves when it is closed, at most two seconds later.
   * @param atMostMs milliseconds that the server has, when they are fewer
   * @returns false when the server did not close in time
   */
  async leave(atMostMs = CLOSE_TIMEOUT_MS): Promise<boolean> {
    if (this.#state === 'open') this.send(this.#parser.encodeDisconnect(this.#options.namespace));
    this.#close();
    return await this.#socket.close(NORMAL_CLOSURE, Math.min(atMostMs, CLOSE_TIMEOUT_MS));
  }

  /** Ends the connection without a word. @returns false when the server did not take all that was sent within a second */
  async cut(): Promise<boolean> {
    this.#close();
    return await this.#socket.cut(CUT_TIMEOUT_MS);
  }

  /** Drops the connection at once. */
  terminate(): void {
    this.#close();
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
    if (this.#socket.isUpgraded && kind.endsWith('.closed')) this.#opening?.onEnd(reason, said);
    else this.#opening?.fail(new OperationError(kind, reason, { said }));
    this.#lose(kind, reason, said);
  }

  /** A Socket.IO packet. */
  #onMessage(bytes: Uint8Array, start: number, end: number): void {
    this.#opening?.onMessage(bytes, start);
    if (this.#parser.isEvent(bytes, start, end)) this.#onEvent(bytes, start, end);
    else {
      const packet = this.#parser.readPacket(bytes, start, end);
      // One that is written unusually.
      if (packet.type === 'event') this.#onEvent(bytes, start, end);
      else this.#onControl(packet);
    }
  }

  #onEvent(bytes: Uint8Array, start: number, end: number): void {
    // What an earlier connection has missed comes before the answer to CONNECT, and nothing else that is ours.
    if (this.#state === 'opening') this.#recover();
    if (this.#state === 'opening' && this.#offsets === undefined) return;
    this.#receipts?.onEvent(bytes, start, end);
    this.#offsets?.note(bytes, start, end);
    this.#handlers.onEvent(bytes, start, end);
  }

  /** The server has taken up an earlier connection; told once, before anything of what that has missed. */
  #recover(): void {
    const { resume } = this.#options;
    if (resume === undefined || this.#offsets !== undefined) return;
    this.#offsets = new OffsetKeeper(resume, this.#parser);
    this.#handlers.onRecovered();
  }

  #onOpened({ engine, answer }: Opened): void {
    this.#state = 'open';
    this.#opening = undefined;
    this.#variant = { engine, parser: this.#variant.parser };
    const { pid } = answer;
    const { resume, isRecoverable = false } = this.#options;
    if (pid !== undefined && pid === resume?.pid) this.#recover();
    else this.#offsets = keeperFor(isRecoverable ? pid : undefined, this.#parser);
    if (engine === 3) this.#pinger = setInterval(() => this.#beats.send(PING_FRAME), this.#handshake?.pingIntervalMs);
  }

  /** The server pings. */
  #answerPing(): void {
    if (this.#beats.send(PONG_FRAME)) this.#handlers.onPing();
  }

  #onControl(packet: ServerPacket): void {
    switch (packet.type) {
      case 'open':
        if (this.#handshake === undefined) {
          this.#handshake = packet.handshake;
          this.#opening?.onHandshake(packet.handshake);
        } else this.#handlers.onIllegal('a second Engine.IO handshake');
        break;
      case 'pong':
        if (this.#variant.engine === 3) this.#handlers.onPing();
        break;
      case 'connect':
      case 'connect-error':
        this.#opening?.onPacket(packet);
        break;
      case 'disconnect':
        if (packet.namespace === this.#options.namespace.split('?')[0]) this.#onDisconnected();
        break;
      case 'close':
        this.#onDisconnected();
        break;
      case 'illegal':
        if (this.#handshake === undefined)
          this.#opening?.fail(new OperationError('protocol.not-engine-io', packet.reason));
        this.#handlers.onIllegal(packet.reason);
        break;
      default:
        if (packet.type === 'ack') this.#handlers.onAck(packet.id, packet.args);
    }
  }

  #onDisconnected(): void {
    const reason = 'the server ended the session before it was joined';
    this.#opening?.fail(new OperationError('server.closed-early', reason));
    this.#lose('server.disconnected', SESSION_ENDED);
  }

  #lose(kind: ErrorKind, reason: string, said?: string): void {
    if (this.#state !== 'open') return;
    this.#close();
    this.#socket.terminate();
    this.#handlers.onLost(kind, reason, said);
  }

  #close(): void {
    this.#state = 'closed';
    clearInterval(this.#pinger);
  }
}
