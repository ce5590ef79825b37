import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type ErrorKind, errorKindOf } from '../../core/error-kinds.js';
import { type FrameHandlers, FrameReader } from './frame-reader.js';
import { encodeClose, encodeFrame, encodeText, OPCODE } from './frame-writer.js';
import { parseUpgradeAnswer, type UpgradeAnswer, type UpgradeRequest, upgradeRequest } from './upgrade.js';

/** Who listens to a WebSocket. */
export interface WebSocketHandlers {
  /** Bytes have come in: what is told next came with them. */
  onRead(): void;
  /** A text message where it lies; the bytes are valid during the call only. */
  onText(bytes: Uint8Array, start: number, end: number): void;
  /** It ended, or never opened, and not because we asked. Called once. */
  onClosed(kind: ErrorKind, reason: string): void;
}

/** One buffer that all plain sockets of a thread read into: what is read is dealt with before the next read. */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);
/** Refuses absurd messages instead of buffering them. */
const MAX_PAYLOAD_BYTES = 16 * 2 ** 20;
/** An answer to an upgrade whose head exceeds this is none. */
const MAX_HEAD_BYTES = 16 * 1024;
const NOTHING = Buffer.alloc(0);
const END_OF_HEAD = '\r\n\r\n';
const BEGINNING_OF_HEAD = 'HTTP/1.';

/**
 * A WebSocket client (RFC 6455) on a bare TCP or TLS socket: no extensions, no object or event a message. Texts are handed on
 * where they lie in the bytes that came in, finished frames are written as they are.
 *
 * It listens to its reader itself, as those above it listen to it: with thousands of connections every closure between them
 * would be one more place in memory to fetch for every message.
 */
export class WebSocketClient implements FrameHandlers {
  readonly #handlers: WebSocketHandlers;
  readonly #socket: Socket;
  readonly #upgrade: UpgradeRequest;
  /** What has come of the upgrade's answer; undefined once it is complete. */
  #head: Buffer | undefined = NOTHING;
  readonly #reader: FrameReader;
  #closed = false;
  /** Has the server not taken a pong yet? */
  #pongWaits = false;
  /** What follows it: the answer to the latest ping. */
  #nextPong: Uint8Array | undefined;
  /** What went wrong below the WebSocket, told by the socket's close. */
  #socketProblem: { readonly kind: ErrorKind; readonly reason: string } | undefined;

  /** Begins to connect. @param href `ws:` or `wss:` URL */
  constructor(href: string, handlers: WebSocketHandlers) {
    this.#handlers = handlers;
    const url = new URL(href);
    this.#upgrade = upgradeRequest(url);
    this.#reader = new FrameReader(this, MAX_PAYLOAD_BYTES);
    this.#socket = this.#connect(url);
    this.#socket.on('error', (error) => {
      this.#socketProblem = { kind: errorKindOf(error), reason: error.message };
    });
    // After the server’s end nothing can be written, but the socket closes only when all that waits has left it.
    this.#socket.on('end', () => this.#end('network.closed', 'the connection was cut'));
    this.#socket.on('close', () => {
      const { kind, reason } = this.#socketProblem ?? { kind: 'network.closed', reason: 'the connection was cut' };
      this.#end(kind, reason);
    });
  }

  /** Has the server agreed to speak WebSocket? */
  get isUpgraded(): boolean {
    return this.#head === undefined;
  }

  /** Bytes handed over that have not left this process. */
  get bufferedBytes(): number {
    return this.#socket.writableLength;
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
  onClose(code: number): void {
    if (!this.#closed) this.write(encodeClose(code === 1005 ? 1000 : code));
    this.#socket.end();
    this.#end('server.closed', `the server closed the connection (code ${code})`);
  }

  /** For the reader: what came is no legal frame. */
  onIllegal(code: number, reason: string): void {
    this.write(encodeClose(code));
    this.#end('protocol.illegal-frame', `the server sent ${reason}`);
  }

  #connect(url: URL): Socket {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const send = (): void => {
      this.#socket.write(this.#upgrade.head);
    };
    if (url.protocol === 'wss:') {
      const port = url.port === '' ? 443 : Number(url.port);
      const socket = connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) }, send);
      socket.setNoDelay(true);
      return socket.on('data', (chunk: Buffer) => this.#onBytes(chunk, chunk.length));
    }
    const onread = {
      buffer: READ_BUFFER,
      callback: (length: number): boolean => {
        this.#onBytes(READ_BUFFER, length);
        return true;
      },
    };
    return connectTcp({ host, port: url.port === '' ? 80 : Number(url.port), noDelay: true, onread }, send);
  }

  #onBytes(bytes: Buffer, length: number): void {
    this.#handlers.onRead();
    if (this.#head === undefined) this.#reader.read(bytes, 0, length);
    else this.#onHead(Buffer.concat([this.#head, bytes.subarray(0, length)]));
  }

  #onHead(head: Buffer): void {
    const end = head.indexOf(END_OF_HEAD);
    const beginning = head.toString('latin1', 0, BEGINNING_OF_HEAD.length);
    if (!BEGINNING_OF_HEAD.startsWith(beginning)) this.#end('protocol.not-http', 'what answers is no HTTP server');
    else if (end === -1) {
      this.#head = head;
      if (head.length > MAX_HEAD_BYTES)
        this.#end('protocol.not-websocket', 'the answer to the WebSocket handshake does not end');
    } else this.#onAnswer(parseUpgradeAnswer(head.toString('latin1', 0, end)), head.subarray(end + END_OF_HEAD.length));
  }

  #onAnswer(answer: UpgradeAnswer | undefined, rest: Buffer): void {
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

  #end(kind: ErrorKind, reason: string): void {
    if (this.#closed) {
      // We asked for the end; the peer's own close only completes it.
      if (this.#socket.writable) this.#socket.end();
      return;
    }
    this.#closed = true;
    if (kind !== 'server.closed') this.#socket.destroy();
    this.#handlers.onClosed(kind, reason);
  }
}
