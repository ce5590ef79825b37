import { MAX_TIMER_MS, nowUs, sleep } from '../core/clock.js';
import { parseRatePerSecond } from '../core/units.js';

/** Memory in which all workers of a run keep when the next request is due. */
export function createPaceCell(): SharedArrayBuffer {
  return new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
}

/**
 * Says when requests may be sent, so that all workers of a run together send no more than their rate: each request takes the next
 * of the times that lie evenly apart, whoever sends it.
 */
export class HttpPace {
  /** When the next request is due, nanoseconds of the machine's monotonic clock. */
  readonly #nextNs: BigInt64Array;
  readonly #intervalNs: bigint;

  /**
   * @param cell the same for all workers, from {@link createPaceCell}
   * @param rate `5/s`
   */
  constructor(cell: SharedArrayBuffer, rate: string) {
    this.#nextNs = new BigInt64Array(cell);
    const perSecond = parseRatePerSecond(rate);
    if (perSecond === undefined) throw new Error(`"${rate}" is no rate`);
    // Upwards: never more than the rate.
    this.#intervalNs = BigInt(Math.ceil(1e9 / perSecond));
  }

  /** Takes the next turn and waits for it, or until `signal` aborts. */
  async turn(signal?: AbortSignal): Promise<void> {
    const dueUs = Number(this.#take(BigInt(nowUs()) * 1000n) / 1000n);
    const leftMs = Math.ceil((dueUs - nowUs()) / 1000);
    if (leftMs > 0) await sleep(Math.min(leftMs, MAX_TIMER_MS), signal);
  }

  /** Takes the next turn, which nobody else has from then on. @returns when it is */
  #take(nowNs: bigint): bigint {
    for (;;) {
      const nextNs = Atomics.load(this.#nextNs, 0);
      const dueNs = nextNs > nowNs ? nextNs : nowNs;
      if (Atomics.compareExchange(this.#nextNs, 0, nextNs, dueNs + this.#intervalNs) === nextNs) return dueNs;
    }
  }
}
