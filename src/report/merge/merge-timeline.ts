import { highestOf, sumOf } from '../../core/numbers.js';
import { recordOf } from '../../core/records.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import { columnsMerged, type TimelineColumn } from '../../metrics/columns.js';
import type { IntervalCounts, RunOutcome, TimelineSecond } from '../../metrics/run-outcome.js';
import { addEncodedCounts, encodeCounts } from '../../metrics/sparse-counts.js';
import { percentileColumns } from '../../metrics/timeline.js';

type Beginning = Pick<RunOutcome, 'startedAt' | 'floodStartedAt'>;

/** What a timeline is merged from. */
type Timed = Pick<RunOutcome, 'startedAt' | 'floodStartedAt' | 'timeline' | 'intervals'>;

/** One run's part of a second. */
interface Part {
  readonly row: TimelineSecond;
  readonly interval: IntervalCounts | undefined;
}

/**
 * The seconds of several runs as one timeline, by the wall clock. Counts add up, percentiles are those of the merged histograms,
 * and the share of a core and the largest schedule slip are those of the generator that has most of it. The slip's p99, of whose
 * seconds no histogram is kept, is null wherever it would be more than one run's.
 */
export function mergeTimelines(runs: readonly Timed[]): Pick<RunOutcome, 'timeline' | 'intervals'> {
  const seconds = [...partsBySecond(runs)].toSorted(([one], [other]) => one - other);
  const merged = seconds.map(([second, parts]) => mergeSecond(second, parts));
  return { timeline: merged.map(({ row }) => row), intervals: merged.map(({ interval }) => interval) };
}

/** By how many seconds each run's timeline is shifted, so that all count from the earliest flood on; to the nearest second. */
export function offsetsOf(runs: readonly Beginning[]): number[] {
  const earliestMs = Math.min(...runs.map(zeroMs));
  return runs.map((run) => Math.round((zeroMs(run) - earliestMs) / 1000));
}

/** When a run's seconds begin, milliseconds since 1970. */
function zeroMs({ floodStartedAt, startedAt }: Beginning): number {
  return Date.parse(floodStartedAt ?? startedAt);
}

function partsBySecond(runs: readonly Timed[]): Map<number, Part[]> {
  const offsets = offsetsOf(runs);
  const bySecond = new Map<number, Part[]>();
  for (const [index, { timeline, intervals }] of runs.entries()) {
    const intervalOf = new Map(intervals.map((interval) => [interval.second, interval]));
    for (const row of timeline) {
      const second = row.second + (offsets[index] ?? 0);
      const parts = bySecond.get(second) ?? [];
      bySecond.set(second, parts);
      parts.push({ row, interval: intervalOf.get(row.second) });
    }
  }
  return bySecond;
}

/** What is made of a second is encoded at once, and the next one takes its place. */
const SCRATCH = { echo: new BucketCounter(), fanout: new BucketCounter() };

function mergeSecond(
  second: number,
  parts: readonly Part[],
): { readonly row: TimelineSecond; readonly interval: IntervalCounts } {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    const nothing = encodeCounts(new BucketCounter());
    const { echo, fanout } = only.interval ?? { echo: nothing, fanout: nothing };
    return { row: { ...only.row, second }, interval: { second, echo, fanout } };
  }
  const { echo, fanout } = SCRATCH;
  for (const counter of [echo, fanout]) counter.reset();
  for (const { interval } of parts) {
    if (interval === undefined) continue;
    addEncodedCounts(echo, interval.echo);
    addEncodedCounts(fanout, interval.fanout);
  }
  const valuesOf = <Column extends TimelineColumn>(column: Column): TimelineSecond[Column][] =>
    parts.map(({ row }) => row[column]);
  return {
    row: {
      second,
      ...recordOf(columnsMerged('sum'), (column) => sumOf(valuesOf(column))),
      ...recordOf(columnsMerged('highest'), (column) => highestOf(valuesOf(column))),
      ...recordOf(columnsMerged('unknown'), () => null),
      ...percentileColumns(echo, fanout),
    },
    interval: { second, echo: encodeCounts(echo), fanout: encodeCounts(fanout) },
  };
}
