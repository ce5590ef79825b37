import type { Pool } from 'undici';
import { LOOPBACK_ONLY } from '../../net/dial-guard.js';
import { openPool } from '../../net/http-pool.js';
import type { MessageStep, OfferedMessage, PracticeExtension } from '../../practice/extension.js';

/** Questions under way at once; further ones wait. */
const CONNECTIONS = 512;
const CONNECT_TIMEOUT_MS = 10_000;

/** Asks the text filter (`FILTER_URL`), over connections that are kept. */
export class FilterClient {
  readonly #path: string;
  readonly #pool: Pool;
  /** Questions that have not been answered. */
  waiting = 0;

  constructor(url: string) {
    const { origin, pathname } = new URL(url);
    this.#path = pathname;
    // A time-out of 0 is none: how long is waited is for others to decide.
    this.#pool = openPool(LOOPBACK_ONLY, origin, {
      connections: CONNECTIONS,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
    });
  }

  /** May the text be sent? @param signal ends the question @throws whatever keeps the filter from answering 200 */
  async ask(text: string, signal?: AbortSignal): Promise<void> {
    this.waiting++;
    try {
      const { statusCode, body } = await this.#pool.request({
        method: 'POST',
        path: this.#path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text }),
        signal: signal ?? null,
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`the filter answered ${statusCode}`);
    } finally {
      this.waiting--;
    }
  }

  close(): void {
    void this.#pool.destroy();
  }
}

/** Every message waits until the filter has answered, however long that takes. */
export class FilterBeforeMessages implements PracticeExtension {
  readonly step: MessageStep = (message, next, refuse) => void this.#pass(message, next, refuse);
  readonly #filter: FilterClient;

  constructor(filter: FilterClient) {
    this.#filter = filter;
  }

  close(): void {
    this.#filter.close();
  }

  async #pass({ content }: OfferedMessage, next: () => void, refuse: (why: string) => void): Promise<void> {
    try {
      await this.#filter.ask(content);
    } catch {
      // Whatever the reason, the sender is told, and may try again.
      refuse('Failed to send message');
      return;
    }
    next();
  }
}
