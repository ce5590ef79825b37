import { BucketCounter, bucketIndexOf, MAX_VALUE_US } from '../metrics/bucket-counter.js';
import { deliveryOf, rawPercentileUs } from '../metrics/latency-summary.js';
import type { IntervalCounts, RunOutcome, StageOutcome, TimelineSecond } from '../metrics/run-outcome.js';
import { addEncodedCounts } from '../metrics/sparse-counts.js';

/** Back is who is no slower than this many times what he was before… */
const FACTOR = 2;
/** …or slower by less than this, for this many seconds on end. */
const NEGLIGIBLE_US = 5000;
const SECONDS_ON_END = 3;

/** What of an outcome recoveries follow from. */
type Timed = Pick<RunOutcome, 'stages' | 'timeline' | 'intervals'>;

/**
 * How long it took after each stage until the p99 of single seconds was back to what it was in the stage before it, milliseconds:
 * until the first of three seconds on end that are back. null when it never was, and where there is nothing to come back to or from.
 */
export function recoveriesOf({ stages, timeline, intervals }: Timed): (number | null)[] {
  const p99Of = secondP99s(intervals);
  return stages.map((stage, index) => {
    const before = comesBackTo(stages, index);
    const usualUs = before === undefined ? undefined : p99OfStage(before);
    if (usualUs === undefined) return null;
    const endMs = stage.startMs + stage.durationMs;
    const limitUs = Math.min(MAX_VALUE_US, Math.max(usualUs * FACTOR, usualUs + NEGLIGIBLE_US));
    const isBack = ({ second, inFlight }: TimelineSecond): boolean => {
      const p99Us = p99Of(second);
      // A second in which nothing came is quick when nothing was under way. Times are known by their buckets.
      return p99Us === undefined ? inFlight === 0 : bucketIndexOf(p99Us) <= bucketIndexOf(limitUs);
    };
    const back = firstOnEnd(timeline, Math.ceil(endMs / 1000), isBack);
    return back === undefined ? null : back * 1000 - endMs;
  });
}

/**
 * The stage before another, to which things come back after that; undefined without one, and where there is no time to come back in.
 * Stages that were not reached, or last no time, are as good as not there.
 */
export function comesBackTo<T extends Pick<StageOutcome, 'durationMs'>>(
  stages: readonly T[],
  index: number,
): T | undefined {
  const lasts = ({ durationMs }: T): boolean => durationMs > 0;
  const isBetween = stages.slice(index, index + 1).some(lasts) && stages.slice(index + 1).some(lasts);
  return isBetween ? stages.slice(0, index).findLast(lasts) : undefined;
}

/** When a stage belongs into the load. */
type Placed = Pick<StageOutcome, 'startMs' | 'durationMs'>;

/** How long the load went on after the stages up to this one, where that is too short for a time of recovery to be seen; else undefined. */
export function tooShortAfterMs(stages: readonly Placed[], index: number): number | undefined {
  const endsMs = stages.filter(({ durationMs }) => durationMs > 0).map(endOf);
  const endMs = stages.slice(index, index + 1).reduce((_, stage) => endOf(stage), 0);
  const lastMs = Math.max(endMs, ...endsMs);
  const firstSecond = Math.ceil(endMs / 1000);
  return (firstSecond + SECONDS_ON_END) * 1000 > lastMs ? lastMs - endMs : undefined;
}

function endOf({ startMs, durationMs }: Placed): number {
  return startMs + durationMs;
}

/** The first second from `from` on with which so many on end are back; one that nobody told of is not. */
function firstOnEnd(
  timeline: readonly TimelineSecond[],
  from: number,
  isBack: (row: TimelineSecond) => boolean,
): number | undefined {
  let since: number | undefined;
  let expected = from;
  for (const row of timeline) {
    if (row.second < from) continue;
    if (!isBack(row)) since = undefined;
    else if (since === undefined || row.second !== expected) since = row.second;
    expected = row.second + 1;
    if (since !== undefined && expected - since === SECONDS_ON_END) return since;
  }
  return undefined;
}

function p99OfStage({ latency }: StageOutcome): number | undefined {
  return rawPercentileUs(deliveryOf(latency.echo, latency.fanout), 'p99');
}

/** Each second is looked at when it is asked for, and once. */
function secondP99s(intervals: readonly IntervalCounts[]): (second: number) => number | undefined {
  const countsOf = new Map(intervals.map((counts) => [counts.second, counts]));
  const known = new Map<number, number | undefined>();
  const scratch = new BucketCounter();
  return (second) => {
    const counts = countsOf.get(second);
    if (counts === undefined || known.has(second)) return known.get(second);
    scratch.reset();
    addEncodedCounts(scratch, counts.echo);
    addEncodedCounts(scratch, counts.fanout);
    const p99Us = rawPercentileUs(scratch, 'p99');
    known.set(second, p99Us);
    return p99Us;
  };
}
