import type { RunPlan } from '../core/plan.js';
import type { Random } from '../core/random.js';
import type { Storm } from '../core/storms.js';
import { drawUsers } from './drawn-users.js';

/** The first delay of socket.io-client, the longest, and by how much each is shorter or longer, as a share. */
const FIRST_MS = 1000;
const LONGEST_MS = 5000;
const JITTER = 0.5;

/**
 * The users whom a storm takes: the same in every run of the seed, whichever worker they live in.
 * @param index of the storm in the plan
 */
export function usersOfStorm(
  plan: Pick<RunPlan, 'users' | 'seed'>,
  { share }: Pick<Storm, 'share'>,
  index: number,
): ReadonlySet<number> {
  return drawUsers(plan, share, `storm ${index}`);
}

/** The delays between the tries of a client, which double and are drawn anew each time. */
export class Backoff {
  readonly #random: Random;
  #nextMs = FIRST_MS;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Milliseconds until the next try. */
  delayMs(): number {
    const delayMs = this.#nextMs * (1 - JITTER + 2 * JITTER * this.#random.next());
    this.#nextMs = Math.min(this.#nextMs * 2, LONGEST_MS);
    return Math.min(delayMs, LONGEST_MS);
  }

  /** Milliseconds until the first try after a network has come back that was gone for `offlineMs`: tries before that fail at once. */
  firstMs(offlineMs: number): number {
    let elapsedMs = this.delayMs();
    while (elapsedMs < offlineMs) elapsedMs += this.delayMs();
    return elapsedMs;
  }
}
