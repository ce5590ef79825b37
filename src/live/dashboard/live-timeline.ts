import type { TimelineSecond } from '../../metrics/run-outcome.js';
import { MOST_ROWS, pageTimelineOf, type TimelineRow } from '../../report/page/page-timeline.js';
import type { PageTimeline } from '../../report/page/page-types.js';

/** The timeline of a run that goes on. When a page has no room for its rows, each stands for twice as many seconds. */
export class LiveTimeline {
  readonly #seconds: TimelineRow[] = [];
  #secondsPerRow = 1;

  get secondsPerRow(): number {
    return this.#secondsPerRow;
  }

  /** Rows so far. */
  get length(): number {
    return Math.ceil(this.#seconds.length / this.#secondsPerRow);
  }

  /** Adds a second. What it lost is known at the end of the run only. */
  add(row: TimelineSecond): void {
    this.#seconds.push({ ...row, lost: null });
    while (this.length > MOST_ROWS) this.#secondsPerRow *= 2;
  }

  /** The rows from `from` on. */
  from(from: number): PageTimeline {
    return pageTimelineOf(this.#seconds.slice(from * this.#secondsPerRow), this.#secondsPerRow);
  }
}
