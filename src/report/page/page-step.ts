import type { PageData, PageHeat, PageTimeline } from './page-types.js';

/** What does not change while a run goes on, and what only grows. */
type Fixed = 'tool' | 'host' | 'run' | 'plan';
type Growing = 'timeline' | 'heat';

/**
 * How a page that goes on differs from what it was a second ago. The columns of timeline and heat map begin at row (or column
 * of time) `from`: everything from there on is replaced. When their rows stand for more seconds than before, the page is sent
 * as a whole instead.
 */
export interface PageStep {
  readonly changes: Omit<PageData, Fixed | Growing>;
  readonly timeline: { readonly from: number; readonly columns: PageTimeline['columns'] };
  readonly heat: { readonly from: number; readonly columns: PageHeat['columns'] };
}

/** What a live page is told, by the names of its server-sent events. */
export interface PageMessages {
  /** Everything, when a page is opened or was away. */
  readonly whole: PageData;
  readonly step: PageStep;
  /** Everything for the last time; nothing more follows. */
  readonly end: PageData;
}
