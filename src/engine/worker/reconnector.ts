import { setMaxListeners } from 'node:events';
import pLimit, { type LimitFunction } from 'p-limit';
import type { ChatUser } from '../../chat/people.js';
import { sleep } from '../../core/clock.js';
import { INTERRUPTED, toOperationError } from '../../core/operation-error.js';
import type { Random } from '../../core/random.js';
import type { FailureCount, Tally } from './tally.js';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5000;
/** Handshakes of the whole run under way at once: a server that has just come back is not to be overrun. */
const CONCURRENCY = 20;

/** A user whose connection can be brought back. */
export interface Returning {
  readonly chat: Pick<ChatUser, 'index'>;
  readonly isConnected: boolean;
  /** Opens the connection again. @throws OperationError */
  connect(): Promise<void>;
  /** Joins all rooms again. @throws OperationError */
  rejoin(): Promise<void>;
  /** Drops the connection, as if it had been lost. */
  drop(): void;
}

/** When somebody tries to come back, and what is told of it. */
export interface WayBack {
  /** Waits for the next try. @param tries that have failed */
  wait(tries: number, signal: AbortSignal): Promise<void>;
  /** May there be only so many handshakes under way at once? */
  readonly isBounded: boolean;
  /** The user is back in all rooms. */
  onBack(): void;
}

/** Brings lost connections back while a flood goes on, with growing delays. */
export class Reconnector {
  readonly #tally: Tally;
  readonly #wayOfLost: WayBack;
  readonly #limit: LimitFunction;
  readonly #countOf: (user: Returning) => FailureCount | undefined;
  /** Who is being brought back. */
  readonly #away = new Set<Returning>();
  #stop: AbortController | undefined;

  /**
   * @param workers of the run, each of which brings back its own users
   * @param countOf where tries of a user that have failed are counted, too
   */
  constructor(
    tally: Tally,
    random: Random,
    workers: number,
    countOf: (user: Returning) => FailureCount | undefined = () => undefined,
  ) {
    this.#countOf = countOf;
    this.#tally = tally;
    this.#wayOfLost = {
      wait: (tries, signal) => sleep(lostDelayMs(tries, random), signal),
      isBounded: true,
      onBack: () => {
        tally.counters.reconnects++;
      },
    };
    this.#limit = pLimit(Math.max(1, Math.floor(CONCURRENCY / workers)));
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

  /** A user's connection is lost; whoever is being brought back already is not brought back twice. */
  add(user: Returning): void {
    this.bringBack(user, this.#wayOfLost);
  }

  /** Brings somebody back in this way, unless that is being done already. */
  bringBack(user: Returning, way: WayBack): void {
    const signal = this.#stop?.signal;
    if (signal !== undefined && !this.#away.has(user)) void this.#bringBack(user, way, signal);
  }

  /** Is the user being brought back? */
  isBringingBack(user: Returning): boolean {
    return this.#away.has(user);
  }

  async #bringBack(user: Returning, way: WayBack, signal: AbortSignal): Promise<void> {
    this.#away.add(user);
    // Who was cut again while joining is not connected when the try is over.
    for (let tries = 0; !signal.aborted && !user.isConnected; tries++) {
      await way.wait(tries, signal);
      const tryOnce = (): Promise<void> => this.#tryOnce(user, way, signal);
      await (way.isBounded ? this.#limit(tryOnce) : tryOnce());
    }
    this.#away.delete(user);
  }

  /** Connects and joins all rooms, or leaves the user without a connection. */
  async #tryOnce(user: Returning, way: WayBack, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#tally.counters.operations++;
    try {
      await user.connect();
      // The flood ended meanwhile: whoever is not back by then stays away, which is no failure.
      if (signal.aborted) {
        user.drop();
        return;
      }
      await user.rejoin();
      way.onBack();
    } catch (thrown) {
      const { kind, said } = toOperationError(thrown);
      // What we cut short ourselves neither succeeded nor failed.
      if (kind !== INTERRUPTED) this.#tally.fail(kind, said, this.#countOf(user));
      // Connected but not back in all rooms is not back: the next try begins anew.
      user.drop();
    }
  }
}

/** Delays of somebody whose connection was lost, with which not all come at the same time. @param tries that have failed */
export function lostDelayMs(tries: number, random: Random): number {
  return Math.min(FIRST_DELAY_MS * 2 ** tries, LONGEST_DELAY_MS) * (0.5 + random.next());
}
