import { nowUs } from '../../core/clock.js';

/** Below this a timer would be far too late; the event loop's own turns are waited out instead. */
const SPIN_BELOW_MS = 0.5;

/** How exactly a {@link DueQueue} hands out. */
export interface DueQueueOptions {
  /** Leaves it to timers: late by 1 to 2 ms, and no processor time is spent on waiting. */
  readonly isFrugal?: boolean;
}

/** Hands items out when they are due: never early, and late by a timer's precision (1 to 2 ms) at most on an idle thread. */
export class DueQueue<Item> {
  /** Ascending by their times; items of the same time in the order in which they came. */
  readonly #waiting: { readonly dueMs: number; readonly item: Item }[] = [];
  readonly #release: (item: Item) => void;
  readonly #isFrugal: boolean;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;

  constructor(release: (item: Item) => void, { isFrugal = false }: DueQueueOptions = {}) {
    this.#release = release;
    this.#isFrugal = isFrugal;
  }

  /** @param dueMs milliseconds on the clock of `nowUs()` */
  push(dueMs: number, item: Item): void {
    const place = this.#firstAfter(dueMs);
    this.#waiting.splice(place, 0, { dueMs, item });
    if (place === 0) this.#arm();
  }

  /** Forgets everything that is still waiting. */
  close(): void {
    this.#waiting.length = 0;
    this.#disarm();
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
  }

  #arm(): void {
    this.#disarm();
    const [next] = this.#waiting;
    if (next === undefined) return;
    const waitMs = next.dueMs - nowUs() / 1000;
    const wake = (): void => this.#wake();
    if (!this.#isFrugal && waitMs < SPIN_BELOW_MS) this.#immediate = setImmediate(wake);
    else this.#timer = setTimeout(wake, waitMs);
  }

  #wake(): void {
    const due = this.#waiting.splice(0, this.#firstAfter(nowUs() / 1000));
    for (const { item } of due) this.#release(item);
    this.#arm();
  }

  /** Index of the first item that is due later than `timeMs`. */
  #firstAfter(timeMs: number): number {
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#waiting[middle]?.dueMs ?? 0) > timeMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
