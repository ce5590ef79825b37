import { nowUs } from '../core/clock.js';
import type { FaultWindow, ProxyFaults } from './proxy-faults.js';

/** Knows when faults of their time are: counted from the first connection, before which there are none. */
export class FaultClock {
  readonly #faults: ProxyFaults;
  #startUs: number | undefined;

  constructor(faults: ProxyFaults) {
    this.#faults = faults;
  }

  /** The first connection is there. @returns false when it was before */
  start(): boolean {
    if (this.#startUs !== undefined) return false;
    this.#startUs = nowUs();
    return true;
  }

  /** Is the line cut at this moment? */
  isCut(): boolean {
    const elapsedMs = this.#elapsedMs();
    return this.#faults.cuts.some((window) => isIn(window, elapsedMs));
  }

  /** How long nothing gets through from this moment on, milliseconds; 0 when it does. */
  hangsForMs(): number {
    const elapsedMs = this.#elapsedMs();
    return this.#faults.hangs.reduce(
      (most, window) => (isIn(window, elapsedMs) ? Math.max(most, window.toMs - elapsedMs) : most),
      0,
    );
  }

  #elapsedMs(): number {
    return this.#startUs === undefined ? -1 : (nowUs() - this.#startUs) / 1000;
  }
}

function isIn({ fromMs, toMs }: FaultWindow, elapsedMs: number): boolean {
  return elapsedMs >= fromMs && elapsedMs < toMs;
}
