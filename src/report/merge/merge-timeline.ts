import { BucketCounter } from '../../metrics/bucket-counter.js';
import type { IntervalCounts, RunOutcome, TimelineSecond } from '../../metrics/run-outcome.js';
import { addEncodedCounts, encodeCounts } from '../../metrics/sparse-counts.js';
import { latencyColumns } from '../../metrics/timeline.js';
import { offsetsOf } from './offsets.js';

/** What a timeline is merged from. */
type Timed = Pick<RunOutcome, 'startedAt' | 'floodStartedAt' | 'timeline' | 'intervals'>;

/** Columns that add up over generators. */
const SUMMED = [
  'intended',
  'sent',
  'delivered',
  'lost',
  'errors',
  'connections',
  'inFlight',
  'completed',
  'duplicated',
  'reordered',
  'connectionsLost',
  'missing',
] as const satisfies readonly (keyof TimelineSecond)[];

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
  const sums = Object.fromEntries(SUMMED.map((column) => [column, 0])) as Record<(typeof SUMMED)[number], number>;
  for (const { row, interval } of parts) {
    for (const column of SUMMED) sums[column] += row[column];
    if (interval === undefined) continue;
    addEncodedCounts(echo, interval.echo);
    addEncodedCounts(fanout, interval.fanout);
  }
  const latencies = latencyColumns(echo, fanout);
  return {
    row: {
      second,
      ...sums,
      ...latencies,
      cpuShare: highestOf(parts, 'cpuShare'),
      slipP99Ms: null,
      slipMaxMs: highestOf(parts, 'slipMaxMs'),
    },
    interval: { second, echo: encodeCounts(echo), fanout: encodeCounts(fanout) },
  };
}

/** Of the generator that has most of it; null outside of every flood. */
function highestOf(parts: readonly Part[], column: 'cpuShare' | 'slipMaxMs'): number | null {
  const values = parts.flatMap(({ row }) => row[column] ?? []);
  return values.length === 0 ? null : Math.max(...values);
}
