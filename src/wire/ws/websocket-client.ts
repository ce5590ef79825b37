import type { Socket } from 'node:net';
import type { ErrorKind } from '../../core/error-kinds.js';
import { messageOf } from '../../core/errors.js';
import { toOperationError } from '../../core/operation-error.js';
import { dial, isSecure } from '../../net/dial.js';
import { type DialGuard, LOOPBACK_ONLY } from '../../net/dial-guard.js';
import { MAX_HEAD_BYTES, MAX_MESSAGE_BYTES } from '../bounds.js';
import { NO_BYTES } from '../byte-room.js';
import { type CookieJar, withCookies } from '../cookies.js';
import { type FrameHandlers, FrameReader } from './frame-reader.js';
import { encodeClose, encodeFrame, encodeText, OPCODE } from './frame-writer.js';
import type { ByteHolder, ReceiveBudget } from '../receive-budget.js';
import { UNREADABLE } from '../unreadable.js';
import { parseUpgradeAnswer, type UpgradeAnswer, type UpgradeRequest, upgradeRequest } from './upgrade.js';

/** Who listens to a WebSocket. */
export interface WebSocketHandlers {
  /** Bytes have come in: what is told next came with them. */
  onRead(): void;
  /** A text message where it lies; the bytes are valid during the call only. */
  onText(bytes: Uint8Array, start: number, end: number): void;
  /**
   * It ended, or never opened, and not because we asked. Called once.
   * @param said the code of the server's close, and its reason where it gave one: `1009 message too big`
   */
  onClosed(kind: ErrorKind, reason: string, said?: string): void;
}

/** What a client says of itself when it asks for a WebSocket. */
export interface UpgradeOptions {
  /** Further headers of the request, none of them of the handshake itself. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Its cookies, which go along, and take what the answer sets. */
  readonly cookies?: CookieJar | undefined;
}

/** One buffer that all plain sockets of a thread read into: what is read is dealt with before the next read. */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);
const END_OF_HEAD = '\r\n\r\n';
const BEGINNING_OF_HEAD = 'HTTP/1.';

/**
 * A WebSocket client (RFC 6455) on a bare TCP or TLS socket: no extensions, no object or event a message. Texts are handed on
 * where they lie in the bytes that came in, finished frames are written as they are.
 *
 * It listens to its reader itself, as those above it listen to it: with thousands of connections every closure between them
 * would be one more place in memory to fetch for every message.
 */
export class WebSocketClient implements FrameHandlers, ByteHolder {
  readonly #handlers: WebSocketHandlers;
  readonly #socket: Socket;
  readonly #upgrade: UpgradeRequest;
  /** Who takes the cookies of its answer, until that has come. */
  #cookies: { readonly jar: CookieJar; readonly url: URL } | undefined;
  /** What has come of the upgrade's answer; undefined once it is complete. */
  #head: Buffer | undefined = NO_BYTES;
  readonly #reader: FrameReader;
  readonly #budget: ReceiveBudget;
  /** What the budget knows of. */
  #heldBytes = 0;
  #closed = false;
  /** Has the server not taken a pong yet? */
  #pongWaits = false;
  /** What follows it: the answer to the latest ping. */
  #nextPong: Uint8Array | undefined;
  /** What went wrong below the WebSocket, told by the socket's close. */
  #socketProblem: { readonly kind: ErrorKind; readonly reason: string } | undefined;

  /**
   * Begins to connect.
   * @param href `ws:` or `wss:` URL
   * @param budget that of all connections of the thread
   * @param guard says where connections may go
   * @throws OperationError when they may not go to the URL's host, or a header would end its line
   */
  constructor(
    href: string,
    handlers: WebSocketHandlers,
    budget: ReceiveBudget,
    guard: DialGuard = LOOPBACK_ONLY,
    { headers = {}, cookies }: UpgradeOptions = {},
  ) {
    this.#handlers = handlers;
    this.#budget = budget;
    const url = new URL(href);
    this.#upgrade = upgradeRequest(url, withCookies(headers, cookies, url));
    this.#cookies = cookies === undefined ? undefined : { jar: cookies, url };
    this.#reader = new FrameReader(this, MAX_MESSAGE_BYTES);
    this.#socket = this.#connect(url, guard);
    this.#socket.on('error', (error) => {
      const { kind, message } = toOperationError(error);
      this.#socketProblem = { kind, reason: message };
    });
    // After the server’s end nothing can be written, but the socket closes only when all that waits has left it.
    this.#socket.on('end', () => this.#end('network.closed', 'the connection was cut'));
    this.#socket.on('close', () => {
      const { kind, reason } = this.#socketProblem ?? { kind: 'network.closed', reason: 'the connection was cut' };
      this.#end(kind, reason);
      this.#release();
    });
    budget.enter(this);
  }

  /** Has the server agreed to speak WebSocket? */
  get isUpgraded(): boolean {
    return this.#head === undefined;
  }

  /** Bytes handed over that have not left this process. */
  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  /** Bytes kept of a head, a frame or a message that has not ended. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** For the budget: ends the connection. */
  giveUp(): void {
    this.#cut('protocol.over-budget', 'of all connections, the server left most unfinished on this one');
  }

  /** Sends one text message. */
  sendText(text: string): void {
    this.write(encodeText(text));
  }

  /**
   * Writes finished frames. The bytes may be used again when {@link bufferedBytes} is 0.
   * @param onTaken called later, when they have left this process or cannot any more; not at all when it has ended already
   */
  write(frames: Uint8Array, onTaken?: () => void): void {
    if (this.#socket.writable) this.#socket.write(frames, onTaken);
  }

  /**
   * Closes in good order; resolves when it is closed, by force after `timeoutMs`, or at once while it is not open yet.
   * @returns false when it took force
   */
  async close(code: number, timeoutMs: number): Promise<boolean> {
    this.#closed = true;
    if (!this.isUpgraded) this.#socket.destroy();
    if (this.#socket.destroyed) return true;
    return await new Promise<boolean>((resolve) => {
      let forced = false;
      const timer = setTimeout(() => {
        forced = true;
        this.#socket.destroy();
      }, timeoutMs);
      this.#socket.once('close', () => {
        clearTimeout(timer);
        resolve(!forced);
      });
      this.write(encodeClose(code));
    });
  }

  /** Drops the connection at once; nobody is told. */
  terminate(): void {
    this.#closed = true;
    this.#release();
    this.#socket.destroy();
  }

  /** For the reader: a text message. */
  onText(bytes: Uint8Array, start: number, end: number): void {
    this.#handlers.onText(bytes, start, end);
  }

  /** For the reader: a ping, whose payload is sent back. */
  onPing(payload: Uint8Array): void {
    this.#answerPing(encodeFrame(OPCODE.pong, payload).bytes);
  }

  /** For the reader: the server closes. */
  onClose(code: number, reason: string): void {
    if (!this.#closed) this.write(encodeClose(code === 1005 ? 1000 : code));
    this.#socket.end();
    const said = reason === '' ? String(code) : `${code} ${reason}`;
    this.#end('server.closed', `the server closed the connection (code ${said})`, said);
  }

  /** For the reader: what came is no legal frame. */
  onIllegal(code: number, reason: string): void {
    this.write(encodeClose(code));
    this.#end('protocol.illegal-frame', `the server sent ${reason}`);
  }

  #connect(url: URL, guard: DialGuard): Socket {
    const onReady = (): void => {
      this.#socket.write(this.#upgrade.head);
    };
    if (isSecure(url)) {
      return dial(guard, url, { onReady }).on('data', (chunk: Buffer) => this.#onBytes(chunk, chunk.length));
    }
    const onread = {
      buffer: READ_BUFFER,
      callback: (length: number): boolean => {
        this.#onBytes(READ_BUFFER, length);
        return true;
      },
    };
    return dial(guard, url, { onread, onReady });
  }

  /** The one way by which what a server sends comes in: whatever it breaks ends this connection, and no more. */
  #onBytes(bytes: Buffer, length: number): void {
    try {
      this.#handlers.onRead();
      if (this.#head === undefined) this.#reader.read(bytes, 0, length);
      else this.#onHead(Buffer.concat([this.#head, bytes.subarray(0, length)]));
    } catch (thrown) {
      this.#cut(UNREADABLE, `what the server sent could not be read: ${messageOf(thrown)}`);
    }
    this.#account();
  }

  /** Tells the budget what is kept now. */
  #account(): void {
    const heldBytes = this.#reader.heldBytes + (this.#head?.length ?? 0);
    const deltaBytes = heldBytes - this.#heldBytes;
    if (deltaBytes === 0) return;
    this.#heldBytes = heldBytes;
    this.#budget.add(deltaBytes);
  }

  /** Nothing is kept any more. */
  #release(): void {
    this.#budget.leave(this);
    this.#heldBytes = 0;
    this.#reader.stop();
    if (this.#head !== undefined) this.#head = NO_BYTES;
  }

  #onHead(head: Buffer): void {
    const end = head.indexOf(END_OF_HEAD);
    const beginning = head.toString('latin1', 0, BEGINNING_OF_HEAD.length);
    if (!BEGINNING_OF_HEAD.startsWith(beginning)) this.#end('protocol.not-http', 'what answers is no HTTP server');
    else if ((end === -1 ? head.length : end) > MAX_HEAD_BYTES)
      this.#end('protocol.not-websocket', 'the head of the answer to the WebSocket handshake exceeds 16 KiB');
    else if (end === -1) this.#head = head;
    else this.#onAnswer(parseUpgradeAnswer(head.toString('latin1', 0, end)), head.subarray(end + END_OF_HEAD.length));
  }

  #onAnswer(answer: UpgradeAnswer | undefined, rest: Buffer): void {
    this.#cookies?.jar.take(this.#cookies.url, answer?.setCookies ?? []);
    this.#cookies = undefined;
    if (answer === undefined) this.#end('protocol.not-http', 'what answers is no HTTP server');
    else if (answer.status !== 101) {
      const hint = answer.status === 404 ? ' (is the socket path right?)' : '';
      this.#end(
        `server.http-${answer.status}`,
        `the WebSocket handshake was answered with HTTP ${answer.status}${hint}`,
      );
    } else if (answer.accept !== this.#upgrade.accept || answer.choosesUnasked) {
      this.#end('protocol.not-websocket', 'the answer to the WebSocket handshake is not legal');
    } else {
      this.#head = undefined;
      this.#reader.read(rest, 0, rest.length);
    }
  }

  /** While a pong waits, only the latest ping is answered (RFC 6455, section 5.5.3): many that nobody reads fill no memory. */
  #answerPing(pong: Uint8Array): void {
    if (this.#pongWaits) this.#nextPong = pong;
    else if (this.bufferedBytes === 0) this.write(pong);
    else {
      this.#pongWaits = true;
      this.write(pong, () => this.#onPongTaken());
    }
  }

  #onPongTaken(): void {
    this.#pongWaits = false;
    const next = this.#nextPong;
    this.#nextPong = undefined;
    if (next !== undefined) this.#answerPing(next);
  }

  /** Ends it at once, also one whose end we have asked for. */
  #cut(kind: ErrorKind, reason: string): void {
    this.#end(kind, reason);
    this.#release();
    this.#socket.destroy();
  }

  #end(kind: ErrorKind, reason: string, said?: string): void {
    if (this.#closed) {
      // We asked for the end; the peer's own close only completes it.
      if (this.#socket.writable) this.#socket.end();
      return;
    }
    this.#closed = true;
    this.#release();
    if (kind !== 'server.closed') this.#socket.destroy();
    this.#handlers.onClosed(kind, reason, said);
  }
}
