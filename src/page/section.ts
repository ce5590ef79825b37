import type { PageData } from '../report/page/page-types.js';

/** One part of the page: made once, told of every change. */
export interface Section {
  readonly element: HTMLElement;
  /** Shows the data; called once at the beginning and, while a run goes on, about once a second. */
  update(data: PageData): void;
  /** Ends what would outlive the element: charts, observers. */
  dispose?(): void;
}
