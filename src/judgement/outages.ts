import type { RunOutcome, TimelineSecond } from '../metrics/run-outcome.js';
import { silencesOf } from './course.js';

/** Full service is so much of what was asked for, and of the connections that there had been. */
const FULL_SHARE = 0.9;

/** A time in which the server gave nothing to anybody, though messages were due, in whole seconds since the flood began. */
export interface Outage {
  readonly from: number;
  readonly to: number;
  /** The second in which it served fully again; null when it never did. */
  readonly backAt: number | null;
}

/** What of an outcome outages follow from. */
type Served = Pick<RunOutcome, 'timeline' | 'floodMs'>;

/** Every outage of the flood, in order. */
export function outagesOf(outcome: Served): Outage[] {
  return silencesOf(outcome).map(({ from, to }) => ({ from, to, backAt: backAfter(outcome, from, to) }));
}

/** Milliseconds in which the server gave nothing; null without a whole second of flood. */
export function downtimeMs(outcome: Served): number | null {
  if (wholeSeconds(outcome) === 0) return null;
  return outagesOf(outcome).reduce((sum, { from, to }) => sum + (to - from + 1) * 1000, 0);
}

/** The share of the flood's whole seconds in which the server gave something; null without any. */
export function availabilityOf(outcome: Served): number | null {
  const downMs = downtimeMs(outcome);
  return downMs === null ? null : 1 - downMs / (wholeSeconds(outcome) * 1000);
}

/**
 * From the beginning of an outage until full service again, the mean of all outages (mean time to recovery), milliseconds: 0 without any, null when one of
 * them did not end while messages were sent, and without a whole second of flood.
 */
export function timeToRecoveryMs(outcome: Served): number | null {
  if (wholeSeconds(outcome) === 0) return null;
  const outages = outagesOf(outcome);
  if (outages.length === 0) return 0;
  let sumMs = 0;
  for (const { from, backAt } of outages) {
    if (backAt === null) return null;
    sumMs += (backAt - from) * 1000;
  }
  return sumMs / outages.length;
}

function wholeSeconds({ floodMs }: Served): number {
  return Math.floor(floodMs / 1000);
}

function backAfter({ timeline, floodMs }: Served, from: number, to: number): number | null {
  const seconds = wholeSeconds({ timeline, floodMs });
  const before = timeline.findLast(({ second }) => second < from)?.connections ?? 0;
  const isBack = ({ completed, intended, connections }: TimelineSecond): boolean =>
    completed >= FULL_SHARE * intended && connections >= FULL_SHARE * before;
  return timeline.find((row) => row.second > to && row.second < seconds && isBack(row))?.second ?? null;
}
