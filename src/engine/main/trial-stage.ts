import { nowUs, sleep } from '../../core/clock.js';
import { steadyLoad } from '../../load/load.js';
import type { AskedTrial, HeldTrial } from '../../metrics/held-trial.js';
import { canaryFrom } from '../../metrics/outcome-builder.js';
import type { Interruption, RunOutcome } from '../../metrics/run-outcome.js';
import type { Fleet } from './fleet.js';
import { type FirstPeople, Newcomers } from './newcomers.js';
import type { TrialHands } from './trial-hands.js';

/** A backlog that has not become smaller for so long is none that goes away. */
const STUCK_AFTER_US = 2_500_000;
/** The longest wait for what a trial has left behind. */
const MOST_SETTLING_US = 60_000_000;
/** Workers say how they stand once a second. */
const LOOK_AGAIN_MS = 200;

/** Trials on connections that stay: each is a flood of its own with its own accounts, and begins when the one before has left nothing. */
export class TrialStage {
  readonly #fleet: Fleet;
  readonly #hands: TrialHands;
  readonly #newcomers: Newcomers;
  /** Connections that there were at the most: whoever was cut comes back before the next trial. */
  #mostConnected = 0;
  #firstStartUs: number | undefined;

  constructor(fleet: Fleet, hands: TrialHands, admitted: FirstPeople) {
    this.#fleet = fleet;
    this.#hands = hands;
    this.#newcomers = new Newcomers(fleet, hands, admitted);
  }

  /** Why nothing more is tried, if so. */
  get interruption(): Interruption | null {
    return this.#hands.interruption;
  }

  /**
   * Holds a load for a time, and waits, though not for ever, until what it left behind is gone.
   * @returns undefined when it was cut short: what it measured then is no trial
   */
  async hold({ messagesPerSecond, users, durationMs }: AskedTrial): Promise<HeldTrial | undefined> {
    if (users !== undefined) await this.#newcomers.let(users);
    if (this.#connected < this.#mostConnected) await this.#newcomers.bringBack();
    if (this.interruption !== null) return undefined;
    this.#mostConnected = Math.max(this.#mostConnected, this.#connected);
    const connected = Math.min(this.#connected, users ?? Number.POSITIVE_INFINITY);
    this.#fleet.recount();
    const flood = await this.#hands.flood(steadyLoad(messagesPerSecond, durationMs), this.#newcomers.sendersOf(users));
    const sentAtUs = nowUs();
    this.#firstStartUs ??= flood.startUs;
    await this.#hands.perform('drain');
    flood.endCpu();
    if (!this.#isWhole()) return undefined;
    const outcome = this.#outcome();
    // What comes from here on is in no account, and changes nothing of this one.
    this.#fleet.recount();
    const isSettled = await this.#settle();
    const settleMs = (nowUs() - sentAtUs) / 1000;
    return { outcome, users: connected, atMs: (flood.startUs - this.#firstStartUs) / 1000, settleMs, isSettled };
  }

  /** A server that went away during a trial was the end of it, and no end of ours. */
  #isWhole(): boolean {
    return this.interruption === null || this.interruption === 'target-lost';
  }

  get #connected(): number {
    return this.#fleet.standing.connectionsOpen;
  }

  #outcome(): RunOutcome {
    const { counters, gauges } = this.#fleet.observed;
    const [{ sent, received }, { expected }] = [counters, gauges];
    const outcome = this.#hands.outcome();
    const room = { sent, expected, received, lost: expected - received };
    return { ...outcome, canary: this.#fleet.hasObservers ? canaryFrom(this.#fleet.observed, room, null, []) : null };
  }

  /** @returns whether nothing is under way any more */
  async #settle(): Promise<boolean> {
    const startedAtUs = nowUs();
    let [smallest, smallerAtUs] = [Number.POSITIVE_INFINITY, startedAtUs];
    for (;;) {
      const left = this.#fleet.leftBehind;
      if (left <= 0) return true;
      const now = nowUs();
      if (left < smallest) [smallest, smallerAtUs] = [left, now];
      const isStuck = now - smallerAtUs > STUCK_AFTER_US || now - startedAtUs > MOST_SETTLING_US;
      if (isStuck || this.interruption !== null) return false;
      await sleep(LOOK_AGAIN_MS);
    }
  }
}
