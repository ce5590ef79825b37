import type { WebSocketClient } from '../ws/websocket-client.js';

/** Our heartbeats, and answers to the server's: one at a time, so that a server that has not taken the last one fills no memory. */
export class Beats {
  readonly #socket: Pick<WebSocketClient, 'write'>;
  /** Has the server not taken the last one yet? Since which look? */
  #isWaiting = false;
  #waitsSinceUs: number | undefined;

  constructor(socket: Pick<WebSocketClient, 'write'>) {
    this.#socket = socket;
  }

  /** @returns false when the one before waits still, so that none is sent */
  send(frame: Uint8Array): boolean {
    if (this.#isWaiting) return false;
    this.#isWaiting = true;
    this.#socket.write(frame, () => {
      this.#isWaiting = false;
      this.#waitsSinceUs = undefined;
    });
    return true;
  }

  /** How long one has waited, from the first look that found it waiting. @param nowUs of a clock that only goes forward */
  waitedUs(nowUs: number): number {
    this.#waitsSinceUs = this.#isWaiting ? (this.#waitsSinceUs ?? nowUs) : undefined;
    return nowUs - (this.#waitsSinceUs ?? nowUs);
  }
}
