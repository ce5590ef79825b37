/**
 * When the messages of a whole run are due: pure arithmetic without a clock. Messages are numbered from 0 in the order in which they
 * are due; times are integer microseconds from the start of the flood.
 */
export interface Arrivals {
  /** How many messages the whole flood asks for. */
  readonly total: number;
  /** When message `index` is due; never falls as `index` grows. */
  dueUs(index: number): number;
  /** How many messages are due at `tUs` or earlier, at most {@link total}. */
  countUntil(tUs: number): number;
}
