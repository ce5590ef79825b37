import { linearFit } from '../core/statistics.js';
import type { RunOutcome, TimelineSecond } from '../metrics/run-outcome.js';

/** A backlog grows when each second adds this share of what the second delivers: a server that is asked for 2 % more than it can do. */
const GROWTH_SHARE = 0.02;
/** What a single pause leaves behind at the end of a trial is no growth: so much of the load has to wait, milliseconds. */
const LEAST_BACKLOG_MS = 60;
/** Two points make a line of anything. */
const LEAST_SECONDS = 3;

type Watched = Pick<RunOutcome, 'timeline' | 'floodMs' | 'counters' | 'deliveries'>;

/** Copies that were under way when the last message was sent, in milliseconds of the load. */
export function endBacklogOf(outcome: Watched): number {
  const last = wholeSeconds(outcome).at(-1);
  const rate = copiesPerMs(outcome);
  return last === undefined || rate === 0 ? 0 : last.inFlight / rate;
}

/**
 * Did the copies under way become more and more until the end of the trial? By a line through them as they stood at the end of each
 * second, the first left out, in which a server may still be waking up.
 */
export function growsUntilItsEnd(outcome: Watched): boolean {
  const seconds = wholeSeconds(outcome);
  const rate = copiesPerMs(outcome);
  if (seconds.length < LEAST_SECONDS || rate === 0) return false;
  if (endBacklogOf(outcome) < LEAST_BACKLOG_MS) return false;
  return slopeOf(seconds.slice(seconds.length > LEAST_SECONDS ? 1 : 0)) > GROWTH_SHARE * rate * 1000;
}

/** Seconds that were over when sending ended. */
function wholeSeconds({ timeline, floodMs }: Watched): TimelineSecond[] {
  return timeline.filter(({ second }) => second >= 0 && (second + 1) * 1000 <= floodMs);
}

function copiesPerMs({ deliveries, floodMs }: Watched): number {
  return floodMs > 0 ? deliveries.expected / floodMs : 0;
}

/** Of the straight line through the copies under way, by second. */
function slopeOf(seconds: readonly TimelineSecond[]): number {
  return linearFit(seconds.map(({ second, inFlight }) => [second, inFlight])).slope;
}
