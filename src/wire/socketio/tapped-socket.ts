import type { ErrorKind } from '../../core/error-kinds.js';
import type { SocketTap } from '../tap.js';
import type { SessionOptions } from '../wire.js';
import { WebSocketClient, type WebSocketHandlers } from '../ws/websocket-client.js';

/** Begins to connect a WebSocket, at which the tap of its options looks on, where there is one. */
export function openTapped(handlers: WebSocketHandlers, options: SessionOptions): WebSocketClient {
  const { url, budget, guard, tap } = options;
  if (tap === undefined) return new WebSocketClient(url, handlers, budget, guard, options);
  const client = new WebSocketClient(url, new TappedHandlers(handlers, tap), budget, guard, options);
  tap.onRequest(client.request);
  return client;
}

/** Lets a tap look on at what comes, before those who act on it. */
class TappedHandlers implements WebSocketHandlers {
  readonly #handlers: WebSocketHandlers;
  readonly #tap: SocketTap;

  constructor(handlers: WebSocketHandlers, tap: SocketTap) {
    this.#handlers = handlers;
    this.#tap = tap;
  }

  onRead(): void {
    this.#handlers.onRead();
  }

  onText(bytes: Uint8Array, start: number, end: number): void {
    this.#tap.onCame(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString());
    this.#handlers.onText(bytes, start, end);
  }

  onBinary(bytes: Uint8Array, start: number, end: number): void {
    this.#tap.onCame(bytes.subarray(start, end));
    this.#handlers.onBinary(bytes, start, end);
  }

  onClosed(kind: ErrorKind, reason: string, said?: string): void {
    this.#handlers.onClosed(kind, reason, said);
  }
}
