import type { Pool } from 'undici';
import { nowUs } from '../../core/clock.js';
import { LOOPBACK_ONLY } from '../../net/dial-guard.js';
import { openPool } from '../../net/http-pool.js';

const COOL_DOWN_US = 60_000_000;
const TIMEOUT_MS = 5000;

/** Sends alerts to `ALERT_WEBHOOK`, each rule once a minute at most. */
export class AlertSender {
  readonly #path: string;
  readonly #pool: Pool;
  readonly #lastUs = new Map<string, number>();

  constructor(url: string) {
    const { origin, pathname } = new URL(url);
    this.#path = pathname;
    this.#pool = openPool(LOOPBACK_ONLY, origin, { connections: 1, pipelining: 1, connectTimeoutMs: TIMEOUT_MS });
  }

  send(rule: string, message: string): void {
    const now = nowUs();
    if (now - (this.#lastUs.get(rule) ?? Number.NEGATIVE_INFINITY) < COOL_DOWN_US) return;
    this.#lastUs.set(rule, now);
    void this.#post(JSON.stringify({ rule, message }));
  }

  close(): void {
    void this.#pool.destroy();
  }

  async #post(body: string): Promise<void> {
    try {
      const answer = await this.#pool.request({
        method: 'POST',
        path: this.#path,
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body.dump();
    } catch {
      // An alert that nobody takes is lost; the chat goes on.
    }
  }
}
