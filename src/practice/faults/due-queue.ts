import { nowUs } from '../../core/clock.js';

interface Due<Item> {
  readonly dueMs: number;
  /** Order of arrival, which decides between equal times. */
  readonly sequence: number;
  readonly item: Item;
}

/** Below this a timer would be far too late; the event loop's own turns are waited out instead. */
const SPIN_BELOW_MS = 0.5;

/** Hands items out when they are due: never early, and late by a timer's precision (1 to 2 ms) at most on an idle thread. */
export class DueQueue<Item> {
  /** Binary heap, the next due item first. */
  readonly #heap: Due<Item>[] = [];
  readonly #release: (item: Item) => void;
  #sequence = 0;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;

  constructor(release: (item: Item) => void) {
    this.#release = release;
  }

  /** @param dueMs milliseconds on the clock of `nowUs()` */
  push(dueMs: number, item: Item): void {
    this.#heap.push({ dueMs, sequence: this.#sequence++, item });
    this.#siftUp();
    if (this.#heap[0]?.item === item) this.#arm();
  }

  /** Forgets everything that is still waiting. */
  close(): void {
    this.#heap.length = 0;
    this.#disarm();
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
  }

  #arm(): void {
    this.#disarm();
    const next = this.#heap[0];
    if (next === undefined) return;
    const waitMs = next.dueMs - nowUs() / 1000;
    const wake = (): void => this.#wake();
    if (waitMs < SPIN_BELOW_MS) this.#immediate = setImmediate(wake);
    else this.#timer = setTimeout(wake, waitMs);
  }

  #wake(): void {
    const now = nowUs() / 1000;
    for (let next = this.#heap[0]; next !== undefined && next.dueMs <= now; next = this.#heap[0]) {
      this.#removeFirst();
      this.#release(next.item);
    }
    this.#arm();
  }

  #isBefore(left: number, right: number): boolean {
    const a = this.#heap[left];
    const b = this.#heap[right];
    if (a === undefined || b === undefined) return a !== undefined;
    return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.sequence < b.sequence);
  }

  #swap(left: number, right: number): void {
    const a = this.#heap[left];
    const b = this.#heap[right];
    if (a === undefined || b === undefined) return;
    this.#heap[left] = b;
    this.#heap[right] = a;
  }

  #siftUp(): void {
    let child = this.#heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#isBefore(child, parent)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const smaller = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(smaller, parent)) return;
      this.#swap(smaller, parent);
      parent = smaller;
    }
  }
}
