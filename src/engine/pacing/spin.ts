import { availableParallelism } from 'node:os';
import { nowUs } from '../../core/clock.js';
import type { RunPlan } from '../../core/plan.js';

/** As long as something has come within this time, the next is expected at any moment. */
const AWAKE_US = 100;

/** Is there a processor left when all workers take one whole? Otherwise the server, which may be on this machine, pays for it. */
export function hasCoresToSpin({ workers }: Pick<RunPlan, 'workers'>): boolean {
  return workers < availableParallelism();
}

/**
 * Keeps an event loop from going to sleep while traffic flows: a thread that sleeps after each message has to be woken for the next
 * one, and what wakes it is the server, which then does less.
 */
export class Spin {
  #cameAtUs = 0;
  #isTurning = false;

  /** Something has come. */
  note(): void {
    this.#cameAtUs = nowUs();
    if (this.#isTurning) return;
    this.#isTurning = true;
    setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    this.#isTurning = nowUs() - this.#cameAtUs < AWAKE_US;
    if (this.#isTurning) setImmediate(this.#turn);
  };
}
