/** The bounds of a pace. */
export interface PaceLimits {
  /** Users a request, as the dialect says. */
  readonly mostUsers: number;
  /** Requests at once. */
  readonly mostRequests: number;
  /** For one answer. */
  readonly timeoutMs: number;
}

/** The first request is this small: what a server takes is not known yet, and a request that times out may have taken effect. */
const FIRST_USERS = 10;
/** Answers that come within this time, or this share of the time-out where it is shorter, come in good time. */
const GOOD_MS = 2000;
const GOOD_SHARE = 0.1;
/** Answers that take more than this share of the time-out are on their way to it. */
const SLOW_SHARE = 0.25;

/**
 * How many users a request, and how many requests at once, follow what the server takes: as long as answers come in good time, first
 * the requests grow (twice as large), then there is one more at once. A time-out halves both, and requests do not grow beyond that again:
 * what a request that timed out was for may have taken effect, and is perhaps not asked for again.
 */
export class BatchPace {
  readonly #limits: PaceLimits;
  readonly #goodMs: number;
  readonly #slowMs: number;
  #mostUsers: number;
  #users: number;
  #requests = 1;

  constructor(limits: PaceLimits) {
    this.#limits = limits;
    this.#goodMs = Math.min(GOOD_MS, limits.timeoutMs * GOOD_SHARE);
    this.#slowMs = limits.timeoutMs * SLOW_SHARE;
    this.#mostUsers = limits.mostUsers;
    this.#users = Math.min(FIRST_USERS, limits.mostUsers);
  }

  /** Users that the next request is for. */
  get users(): number {
    return this.#users;
  }

  /** Requests that may be under way at once. */
  get requests(): number {
    return this.#requests;
  }

  /** A request for so many users was answered. */
  answered(users: number, tookMs: number): void {
    if (tookMs > this.#slowMs) this.#shrink(users);
    // One that is smaller than the others, the last, says nothing about them.
    else if (tookMs > this.#goodMs || users < this.#users) return;
    else if (this.#users < this.#mostUsers) this.#users = Math.min(this.#mostUsers, this.#users * 2);
    else this.#requests = Math.min(this.#limits.mostRequests, this.#requests + 1);
  }

  /** A request for so many users was not answered in time, or by a server that could not. */
  overloaded(users: number): void {
    this.#shrink(users);
    this.#mostUsers = this.#users;
    this.#requests = Math.max(1, Math.floor(this.#requests / 2));
  }

  /** Of several that were too large, sent before the first was known to be, one makes them smaller. */
  #shrink(users: number): void {
    this.#users = Math.max(1, Math.min(this.#users, Math.floor(users / 2)));
  }
}
