import { deliveryOf, rawPercentileUs } from '../metrics/latency-summary.js';
import type { IntervalCounts, RunOutcome, StageOutcome, TimelineSecond } from '../metrics/run-outcome.js';
import { decodeCounts } from '../metrics/sparse-counts.js';

/** Back is who is no slower than this many times what he was before… */
const FACTOR = 2;
/** …or slower by less than this, for this many seconds on end. */
const NEGLIGIBLE_US = 5000;
const SECONDS_ON_END = 3;

/**
 * How long it took after a stage until the p99 of single seconds was back to what it was in the stage before it, milliseconds: until
 * the first of three seconds on end that are back. null when it never was, and where there is nothing to come back to or from.
 * @param index of the stage
 */
export function recoveryMsOf(
  outcome: Pick<RunOutcome, 'stages' | 'timeline' | 'intervals'>,
  index: number,
): number | null {
  const { stages, timeline, intervals } = outcome;
  const stage = stages[index];
  const before = stages.slice(0, index).findLast(({ durationMs }) => durationMs > 0);
  const isOver = stages.slice(index + 1).some(({ durationMs }) => durationMs > 0);
  const usualUs = before === undefined ? undefined : p99Of(before);
  if (stage === undefined || usualUs === undefined || !isOver || stage.durationMs === 0) return null;
  const endMs = stage.startMs + stage.durationMs;
  const limitUs = Math.max(usualUs * FACTOR, usualUs + NEGLIGIBLE_US);
  const countsOf = new Map(intervals.map((counts) => [counts.second, counts]));
  let since: number | undefined;
  let next = Math.ceil(endMs / 1000);
  for (const row of timeline) {
    if (row.second < next) continue;
    const isBack = isQuick(row, countsOf.get(row.second), limitUs);
    // A second that nobody told of is not back.
    if (!isBack) since = undefined;
    else if (since === undefined || row.second !== next) since = row.second;
    next = row.second + 1;
    if (since !== undefined && next - since === SECONDS_ON_END) return since * 1000 - endMs;
  }
  return null;
}

/** A second in which nothing came is quick when nothing was under way. */
function isQuick({ inFlight }: TimelineSecond, counts: IntervalCounts | undefined, limitUs: number): boolean {
  const p99Us = counts === undefined ? undefined : secondP99Of(counts);
  return p99Us === undefined ? inFlight === 0 : p99Us <= limitUs;
}

function p99Of({ latency }: StageOutcome): number | undefined {
  return rawPercentileUs(deliveryOf(latency.echo, latency.fanout), 'p99');
}

function secondP99Of({ echo, fanout }: IntervalCounts): number | undefined {
  return rawPercentileUs(deliveryOf(decodeCounts(echo), decodeCounts(fanout)), 'p99');
}
