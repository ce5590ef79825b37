import { nowUs } from '../../core/clock.js';
import { percentile } from './percentile.js';

/** Short enough to follow a load, long enough not to flicker. */
const WINDOW_US = 2_000_000;

/** Times of what happened in the last two seconds. */
export class RecentTimes {
  readonly #windowUs: number;
  #times: { readonly atUs: number; readonly ms: number }[] = [];

  constructor(windowUs = WINDOW_US) {
    this.#windowUs = windowUs;
  }

  record(ms: number): void {
    this.#times.push({ atUs: nowUs(), ms });
    // Now and then, so that nobody has to ask for the memory to be bounded.
    if (this.#times.length % 4096 === 0) this.#forget();
  }

  perSecond(): number {
    this.#forget();
    return (this.#times.length * 1e6) / this.#windowUs;
  }

  percentile(share: number): number {
    this.#forget();
    return percentile(
      this.#times.map(({ ms }) => ms),
      share,
    );
  }

  #forget(): void {
    const sinceUs = nowUs() - this.#windowUs;
    const first = this.#times.findIndex(({ atUs }) => atUs >= sinceUs);
    this.#times = first === -1 ? [] : this.#times.slice(first);
  }
}
