import type { HeatBins } from '#page/charts/heat-bins.js';
import type { PageColumn } from '../../report/page/page-types.js';

/** A p99 takes ten samples beyond it. */
const SAMPLES = 1000;
/** Samples that lie further back than this are of another time, seconds. */
const LONGEST_SECONDS = 60;

type Column = HeatBins['columns'][number];

/**
 * The p99 of each second together with as many before it as it takes to have the samples of one: of loads that are too small to have it by the
 * second. To the width of a bin; null where the last minute has too few samples.
 * @param seconds of the rows to fill
 */
export function trailingP99({ columns, secondsPerColumn, lowMsOf }: HeatBins, seconds: PageColumn): PageColumn {
  const window = new Window();
  const values = columns.map((column) => {
    window.add(column);
    while (window.length > 1 && window.totalWithoutFirst >= SAMPLES) window.dropFirst();
    while (window.length * secondsPerColumn > Math.max(LONGEST_SECONDS, secondsPerColumn)) window.dropFirst();
    return window.total < SAMPLES ? null : lowMsOf(window.binOfP99() + 1);
  });
  return seconds.map((second) => values[Math.floor((second ?? 0) / secondsPerColumn)] ?? null);
}

/** Neighbouring columns of a heat map, added up. */
class Window {
  readonly #counts: number[] = [];
  readonly #columns: { readonly column: Column; readonly total: number }[] = [];
  total = 0;

  get length(): number {
    return this.#columns.length;
  }

  /** Samples without those of the first column. */
  get totalWithoutFirst(): number {
    return this.total - (this.#columns[0]?.total ?? 0);
  }

  add(column: Column): void {
    const total = this.#count(column, 1);
    this.#columns.push({ column, total });
  }

  dropFirst(): void {
    const first = this.#columns.shift();
    if (first !== undefined) this.#count(first.column, -1);
  }

  /** The bin that the sample of rank 0.99 · n is in. */
  binOfP99(): number {
    let left = Math.ceil(this.total * 0.99);
    return this.#counts.findIndex((count) => {
      left -= count;
      return left <= 0;
    });
  }

  #count({ first, counts }: Column, sign: 1 | -1): number {
    // Without holes, which would be no numbers.
    while (this.#counts.length < first + counts.length) this.#counts.push(0);
    let sum = 0;
    for (const [offset, count] of counts.entries()) {
      this.#counts[first + offset] = (this.#counts[first + offset] ?? 0) + sign * count;
      sum += count;
    }
    this.total += sign * sum;
    return sum;
  }
}
