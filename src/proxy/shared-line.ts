import { nowUs } from '../core/clock.js';
import type { Random } from '../core/random.js';
import type { ProxyFaults } from './proxy-faults.js';

/** A piece is no longer on the line than that, so that others get a turn, and no shorter than a packet of Ethernet. */
const PIECE_SECONDS = 0.01;
const SHORTEST_PIECE_BYTES = 1460;

/** One direction of what all connections share: how long bytes are on it. */
export class SharedLine {
  readonly #faults: ProxyFaults;
  readonly #random: Random;
  /** When the last piece has left. */
  #freeAtUs = 0;

  constructor(faults: ProxyFaults, random: Random) {
    this.#faults = faults;
    this.#random = random;
  }

  /** The longest piece that is put on it at once, in bytes. */
  get pieceBytes(): number {
    const { bitsPerSecond } = this.#faults;
    if (bitsPerSecond === null) return Number.POSITIVE_INFINITY;
    return Math.max(SHORTEST_PIECE_BYTES, Math.floor((bitsPerSecond / 8) * PIECE_SECONDS));
  }

  /** Puts a piece on it. @returns when it arrives */
  send(bytes: number): number {
    const { bitsPerSecond, delayMs, jitterMs } = this.#faults;
    const onLineUs = bitsPerSecond === null ? 0 : (bytes * 8 * 1e6) / bitsPerSecond;
    this.#freeAtUs = Math.max(nowUs(), this.#freeAtUs) + onLineUs;
    const jitterUs = jitterMs === 0 ? 0 : this.#random.next() * jitterMs * 1000;
    return this.#freeAtUs + delayMs * 1000 + jitterUs;
  }
}
