import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import { sleep } from '../core/clock.js';
import { toOperationError } from '../core/operation-error.js';
import type { Random } from '../core/random.js';
import type { Tally } from './tally.js';
import type { VirtualUser } from './virtual-user.js';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5000;
/** Handshakes under way at once: a server that has just come back is not to be overrun. */
const CONCURRENCY = 20;

/** Brings lost connections back while a flood goes on, with growing delays. */
export class Reconnector {
  readonly #tally: Tally;
  readonly #random: Random;
  readonly #limit = pLimit(CONCURRENCY);
  #stop: AbortController | undefined;

  constructor(tally: Tally, random: Random) {
    this.#tally = tally;
    this.#random = random;
  }

  /** From now on lost connections are brought back. */
  start(): void {
    this.#stop = new AbortController();
    // Every user that is away waits on this one signal.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Gives up whoever is not back. */
  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
  }

  /** A user's connection is lost. */
  add(user: VirtualUser): void {
    const signal = this.#stop?.signal;
    if (signal !== undefined) void this.#bringBack(user, signal);
  }

  async #bringBack(user: VirtualUser, signal: AbortSignal): Promise<void> {
    for (let delayMs = FIRST_DELAY_MS; !signal.aborted; delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
      await sleep(delayMs * (0.5 + this.#random.next()), signal);
      if (signal.aborted || (await this.#limit(() => this.#tryOnce(user, signal)))) return;
    }
  }

  /** True when the user is back, or need not come back any more. */
  async #tryOnce(user: VirtualUser, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return true;
    this.#tally.counters.operations++;
    try {
      await user.connect();
      if (signal.aborted) user.terminate();
      else this.#tally.counters.reconnects++;
      await Promise.all(user.memberships.map((membership) => user.join(membership)));
    } catch (thrown) {
      this.#tally.fail(toOperationError(thrown).kind);
      // Connected but not back in all rooms is not back: the next try begins anew.
      user.drop();
      return false;
    }
    return true;
  }
}
