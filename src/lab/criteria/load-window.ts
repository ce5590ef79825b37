import { BucketCounter } from '../../metrics/bucket-counter.js';
import type { TimelineSecond } from '../../metrics/run-outcome.js';
import { addEncodedCounts } from '../../metrics/sparse-counts.js';
import type { Evidence } from '../evidence.js';

/** What came of the loads between two moments, in whole seconds. */
export interface LoadWindow {
  readonly rows: readonly TimelineSecond[];
  /** Delivery, from the planned send, of what came in these seconds. */
  readonly delivery: BucketCounter;
}

/**
 * What came of the loads between two moments.
 * @param settleMs left out at the beginning: what a change takes
 * @returns undefined when one of the moments did not come, or there is no whole second between them
 */
export function windowBetween(
  { loads, moments }: Pick<Evidence, 'loads' | 'moments'>,
  from: string,
  to: string,
  settleMs = 0,
): LoadWindow | undefined {
  const [first, last] = [from, to].map((wanted) => moments.find(({ name }) => name === wanted)?.atUs);
  if (first === undefined || last === undefined) return undefined;
  const delivery = new BucketCounter();
  const rows: TimelineSecond[] = [];
  for (const { floodUs, outcome } of loads) {
    const isInside = ({ second }: { readonly second: number }): boolean =>
      floodUs + second * 1e6 >= first + settleMs * 1000 && floodUs + (second + 1) * 1e6 <= last;
    rows.push(...outcome.timeline.filter(isInside));
    for (const { echo, fanout } of outcome.intervals.filter(isInside)) {
      addEncodedCounts(delivery, echo);
      addEncodedCounts(delivery, fanout);
    }
  }
  return rows.length === 0 ? undefined : { rows, delivery };
}
