import type { BucketCounter } from '../../metrics/bucket-counter.js';
import { emptyHeat, heatColumn, MOST_HEAT_COLUMNS } from '../../report/page/page-heat.js';
import type { PageHeat, PageLatencyKind } from '../../report/page/page-types.js';

/** The first bin that is not empty, then the counts; `[]` for none. */
type Column = readonly number[];

/** The heat map of a run that goes on, in bounded memory: when it has too many columns, each two of them become one. */
export class LiveHeat {
  #secondsPerColumn = 1;
  readonly #columns: Record<PageLatencyKind, Column[]> = { echo: [], fanout: [] };

  get secondsPerColumn(): number {
    return this.#secondsPerColumn;
  }

  /** Columns of time so far. */
  get length(): number {
    return this.#columns.echo.length;
  }

  /** Adds the latencies of a second, counted from the first intended send. */
  add(second: number, latencies: Readonly<Record<PageLatencyKind, BucketCounter>>): void {
    for (const kind of ['echo', 'fanout'] as const) this.#addTo(kind, second, heatColumn([latencies[kind]]));
    while (this.length > MOST_HEAT_COLUMNS) this.#coarsen();
  }

  /** The columns from `from` on. */
  columnsFrom(from: number): PageHeat['columns'] {
    return { echo: this.#columns.echo.slice(from), fanout: this.#columns.fanout.slice(from) };
  }

  /** All of it. */
  whole(): PageHeat {
    return { ...emptyHeat(), secondsPerColumn: this.#secondsPerColumn, columns: this.columnsFrom(0) };
  }

  #addTo(kind: PageLatencyKind, second: number, column: Column): void {
    const columns = this.#columns[kind];
    const index = Math.floor(second / this.#secondsPerColumn);
    while (columns.length <= index) columns.push([]);
    columns[index] = sumOf(columns[index] ?? [], column);
  }

  #coarsen(): void {
    this.#secondsPerColumn *= 2;
    for (const kind of ['echo', 'fanout'] as const) {
      const fine = this.#columns[kind];
      this.#columns[kind] = Array.from({ length: Math.ceil(fine.length / 2) }, (_, index) =>
        sumOf(fine[2 * index] ?? [], fine[2 * index + 1] ?? []),
      );
    }
  }
}

function sumOf(one: Column, other: Column): Column {
  const [first, ...counts] = one;
  const [otherFirst, ...otherCounts] = other;
  if (first === undefined) return other;
  if (otherFirst === undefined) return one;
  const lowest = Math.min(first, otherFirst);
  const highest = Math.max(first + counts.length, otherFirst + otherCounts.length);
  const sums = Array.from(
    { length: highest - lowest },
    (_, offset) => (counts[lowest + offset - first] ?? 0) + (otherCounts[lowest + offset - otherFirst] ?? 0),
  );
  return [lowest, ...sums];
}
