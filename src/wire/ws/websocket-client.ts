import type { Socket } from 'node:net';
import { waitAtMost } from '../../core/clock.js';
import type { ErrorKind } from '../../core/error-kinds.js';
import { messageOf } from '../../core/errors.js';
import { inEnglish, message as messageFor } from '../../core/language/words.js';
import { toOperationError } from '../../core/operation-error.js';
import { type DialGuard, LOOPBACK_ONLY } from '../../net/dial-guard.js';
import { type Dialler, Dialling } from '../../net/dialling.js';
import { MAX_MESSAGE_BYTES } from '../bounds.js';
import { NO_BYTES } from '../byte-room.js';
import type { ByteHolder, ReceiveBudget } from '../receive-budget.js';
import { UNREADABLE } from '../unreadable.js';
import { closeText } from './close-codes.js';
import { type FrameHandlers, FrameReader } from './frame-reader.js';
import { encodeClose, encodeMessage } from './frame-writer.js';
import { ClientHandshake, type HandshakeFailure, type UpgradeOptions } from './handshake.js';
import { Pongs } from './pongs.js';

/** Who listens to a WebSocket. */
export interface WebSocketHandlers {
  /** Bytes have come in: what is told next came with them. */
  onRead(): void;
  /** A text message where it lies; the bytes are valid during the call only. */
  onText(bytes: Uint8Array, start: number, end: number): void;
  /** A binary message, likewise. */
  onBinary(bytes: Uint8Array, start: number, end: number): void;
  /**
   * It ended, or never opened, and not because we asked. Called once.
   * @param said the server's close in words: its code, and its reason or what the code says
   */
  onClosed(kind: ErrorKind, reason: string, said?: string): void;
}

/** How long the words of a refusal may be under way after its status. */
const REFUSAL_TIMEOUT_MS = 1000;
const cut = (): HandshakeFailure => ({ kind: 'network.closed', reason: inEnglish(messageFor('failure.cut')) });

/**
 * A WebSocket client (RFC 6455) on a bare TCP or TLS socket: no extensions, no object or event a message. Messages are handed on
 * where they lie in the bytes that came in, finished frames are written as they are.
 *
 * It listens to its reader itself, as those above it listen to it: with thousands of connections every closure between them
 * would be one more place in memory to fetch for every message.
 */
export class WebSocketClient implements Dialler, FrameHandlers, ByteHolder {
  readonly #handlers: WebSocketHandlers;
  #socket: Socket;
  /** Undefined once the server has agreed, and so is the handshake. */
  #dialling: Dialling | undefined;
  #handshake: ClientHandshake | undefined;
  /** Ends the wait for the words of a refusal. */
  #refusalTimer: NodeJS.Timeout | undefined;
  readonly #reader: FrameReader;
  readonly #budget: ReceiveBudget;
  /** What the budget knows of. */
  #heldBytes = 0;
  #closed = false;
  readonly #pongs = new Pongs(this);
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
    upgrade: UpgradeOptions = {},
  ) {
    this.#handlers = handlers;
    this.#budget = budget;
    const url = new URL(href);
    this.#handshake = new ClientHandshake(url, upgrade);
    this.#reader = new FrameReader(this, MAX_MESSAGE_BYTES);
    this.#dialling = new Dialling(guard, url);
    this.#socket = this.#open(this.#dialling);
    budget.enter(this);
  }

  /** The request for it; empty once the server has agreed. */
  get request(): string {
    return this.#handshake?.request ?? '';
  }

  /** Has the server agreed to speak WebSocket? */
  get isUpgraded(): boolean {
    return this.#handshake === undefined;
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

  /** Sends one message: a text, or bytes. */
  send(message: string | Uint8Array): void {
    this.write(encodeMessage(message).bytes);
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
    this.setReading(true);
    if (!this.isUpgraded) this.#socket.destroy();
    if (this.#socket.destroyed) return true;
    this.write(encodeClose(code));
    return await this.#closesWithin(timeoutMs);
  }

  /** Ends it without a close frame, as a network does; what was written still leaves. @returns false when the server did not take it in time */
  async cut(timeoutMs: number): Promise<boolean> {
    this.#closed = true;
    this.setReading(true);
    if (this.#socket.destroyed) return true;
    this.#socket.end();
    await this.#closesWithin(timeoutMs);
    return this.#socket.writableFinished;
  }

  /** Is what the server sends read? */
  get isReading(): boolean {
    return !this.#socket.isPaused();
  }

  /** Reads, or reads no longer: then what the server sends waits in the buffers below, and when these are full, at the server. */
  setReading(isReading: boolean): void {
    if (isReading) this.#socket.resume();
    else this.#socket.pause();
  }

  /** Drops the connection at once; nobody is told. */
  terminate(): void {
    this.#closed = true;
    this.#release();
    this.#socket.destroy();
  }

  /** For the connection: the handshake can begin. */
  onReady(): void {
    this.#socket.write(this.#handshake?.request ?? NO_BYTES);
  }

  /** For the connection, the one way by which what a server sends comes in: whatever it breaks ends this connection, and no more. */
  onBytes(bytes: Buffer, length: number): void {
    try {
      this.#handlers.onRead();
      if (this.#handshake === undefined) this.#reader.read(bytes, 0, length);
      else this.#shake(this.#handshake, bytes.subarray(0, length));
    } catch (thrown) {
      this.#cut(UNREADABLE, `what the server sent could not be read: ${messageOf(thrown)}`);
    }
    this.#account();
  }

  /** For the reader: a text message. */
  onText(bytes: Uint8Array, start: number, end: number): void {
    this.#handlers.onText(bytes, start, end);
  }

  /** For the reader: a binary message. */
  onBinary(bytes: Uint8Array, start: number, end: number): void {
    this.#handlers.onBinary(bytes, start, end);
  }

  /** For the reader: a ping, whose payload is sent back. */
  onPing(payload: Uint8Array): void {
    this.#pongs.answer(payload);
  }

  /** For the reader: the server closes. */
  onClose(code: number, reason: string): void {
    if (!this.#closed) this.write(encodeClose(code === 1005 ? 1000 : code));
    this.#socket.end();
    const said = closeText(code, reason);
    this.#end('server.closed', inEnglish(messageFor('failure.closed', { said })), said);
  }

  /** For the reader: what came is no legal frame. */
  onIllegal(code: number, reason: string): void {
    this.write(encodeClose(code));
    this.#end('protocol.illegal-frame', `the server sent ${reason}`);
  }

  /** Waits until the socket is closed, by force after `timeoutMs`. @returns false when it took force */
  async #closesWithin(timeoutMs: number): Promise<boolean> {
    const closed = new Promise((resolve) => this.#socket.once('close', resolve));
    await waitAtMost(timeoutMs, closed);
    const isForced = !this.#socket.destroyed;
    this.#socket.destroy();
    return !isForced;
  }

  #open(dialling: Dialling): Socket {
    const socket = dialling.begin(this);
    socket.on('error', (error) => {
      const { kind, message } = toOperationError(error);
      this.#socketProblem = { kind, reason: message };
    });
    // After the server’s end nothing can be written, but the socket closes only when all that waits has left it.
    socket.on('end', () => this.#fail(this.#handshake?.conclude() ?? cut()));
    socket.on('close', () => this.#onSocketClosed());
    return socket;
  }

  #onSocketClosed(): void {
    if (!this.#closed && this.#dialling?.isToBeginAnew(this.#socketProblem?.kind) === true) {
      this.#socketProblem = undefined;
      this.#socket = this.#open(this.#dialling);
      return;
    }
    this.#fail(this.#handshake?.conclude() ?? this.#socketProblem ?? cut());
    this.#release();
  }

  /** Tells the budget what is kept now. */
  #account(): void {
    const heldBytes = this.#reader.heldBytes + (this.#handshake?.heldBytes ?? 0);
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
    this.#handshake?.release();
    clearTimeout(this.#refusalTimer);
  }

  #shake(handshake: ClientHandshake, chunk: Buffer): void {
    const outcome = handshake.take(chunk);
    if (outcome === undefined) {
      if (handshake.isRefused)
        this.#refusalTimer ??= setTimeout(() => this.#fail(handshake.conclude() ?? cut()), REFUSAL_TIMEOUT_MS);
    } else if (outcome.failure === undefined) {
      this.#handshake = undefined;
      this.#dialling = undefined;
      this.#reader.read(outcome.frames, 0, outcome.frames.length);
    } else this.#fail(outcome.failure);
  }

  /** Ends it at once, also one whose end we have asked for. */
  #cut(kind: ErrorKind, reason: string): void {
    this.#end(kind, reason);
    this.#release();
    this.#socket.destroy();
  }

  #fail({ kind, reason, said }: HandshakeFailure): void {
    this.#end(kind, reason, said);
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
