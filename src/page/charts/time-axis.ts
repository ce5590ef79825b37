import { NO_MARKS, type TimeMarks } from '#page/charts/time-marks.js';
import type { Chart } from '#page/uplot.js';

/** A part of the time axis, seconds. */
export interface TimeRange {
  readonly min: number;
  readonly max: number;
}

/** The shortest part of the time that can be zoomed into. */
const SHORTEST_SECONDS = 2;

/** Where uPlot's cursor is on nothing. */
const NOWHERE = { left: -10, top: -10 };

/** The time axis that all charts share: zooming one zooms all. */
export class TimeAxis {
  /** Joins the cursors of all charts. */
  readonly syncKey = 'time';
  /** What all charts mark; they take it with their next data. */
  marks: TimeMarks = NO_MARKS;
  readonly #charts = new Set<Chart>();
  readonly #listeners = new Set<(range: TimeRange, isZoomed: boolean) => void>();
  #zoomed: TimeRange | undefined;
  #end = 1;
  /** Where the rows of the charts begin, ascending. */
  #rows: readonly number[] = [];
  /** The row that the keyboard has gone to. */
  #cursor: number | undefined;

  /** What is shown at the moment. */
  get range(): TimeRange {
    return this.#zoomed ?? { min: 0, max: this.#end };
  }

  add(chart: Chart): void {
    this.#charts.add(chart);
  }

  remove(chart: Chart): void {
    this.#charts.delete(chart);
  }

  /** Calls `listener` now and whenever another part is shown. */
  onRange(listener: (range: TimeRange, isZoomed: boolean) => void): void {
    this.#listeners.add(listener);
    listener(this.range, this.#zoomed !== undefined);
  }

  /** How far the run is, and its rows; a zoomed part stays as it is. Charts take the range with their next data. */
  extendTo(endSecond: number, rows: readonly number[] = []): void {
    this.#rows = rows;
    if (endSecond === this.#end) return;
    this.#end = Math.max(1, endSecond);
    this.#tell();
  }

  /** Shows a part of the time. */
  zoomTo({ min, max }: TimeRange): void {
    const length = Math.min(this.#end, Math.max(SHORTEST_SECONDS, max - min));
    const start = Math.min(Math.max(0, (min + max - length) / 2), this.#end - length);
    if (length >= this.#end) this.reset();
    else this.#show({ min: start, max: start + length });
  }

  /** Shows more or less around the middle. @param factor below 1 zooms in */
  zoomBy(factor: number): void {
    const { min, max } = this.range;
    const half = ((max - min) * factor) / 2;
    const middle = (min + max) / 2;
    this.zoomTo({ min: middle - half, max: middle + half });
  }

  /** Moves what is shown. @param share of its length, negative to the left */
  shift(share: number): void {
    const { min, max } = this.range;
    const by = Math.max(-min, Math.min(this.#end - max, (max - min) * share));
    this.zoomTo({ min: min + by, max: max + by });
  }

  /** Moves the cursor of all charts by rows, from the edge at first; what is shown follows it. Infinity goes to the end. */
  moveCursor(rows: number): void {
    const { min, max } = this.range;
    const from =
      this.#cursor !== undefined
        ? this.#rows.findLastIndex((row) => row <= (this.#cursor ?? 0))
        : rows > 0
          ? this.#rows.findIndex((row) => row >= min) - 1
          : this.#rows.findLastIndex((row) => row <= max) + 1;
    const second = this.#rows[Math.max(0, Math.min(this.#rows.length - 1, from + rows))];
    if (second === undefined) return;
    this.#cursor = second;
    const half = (max - min) / 2;
    if (second < min || second > max) this.zoomTo({ min: second - half, max: second + half });
    // A chart draws a new part of the time only after this.
    queueMicrotask(() => this.#point(second));
  }

  /** Takes the cursor away from all charts. */
  clearCursor(): void {
    this.#cursor = undefined;
    for (const chart of this.#charts) chart.setCursor(NOWHERE);
  }

  #point(second: number): void {
    // Inside of its column of the heat map, however the pixels are rounded.
    for (const chart of this.#charts) chart.setCursor({ ...NOWHERE, left: chart.valToPos(second + 0.001, 'x') });
  }

  /** Shows the whole run. */
  reset(): void {
    this.#show(undefined);
  }

  #show(range: TimeRange | undefined): void {
    this.#zoomed = range;
    for (const chart of this.#charts) chart.setScale('x', this.range);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.range, this.#zoomed !== undefined);
  }
}
