import { isoOf } from '../../core/clock.js';
import { UsageError } from '../../core/errors.js';
import { sumOf } from '../../core/numbers.js';
import { compareText } from '../../core/text.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import { addEncodedCounts, encodeCounts, forEachCount, type SparseCounts } from '../../metrics/sparse-counts.js';
import type { LogUnit } from './log-units.js';

/** Who says in what unit a log is: its own comment, the command line, or nobody. */
export type UnitSource = 'log' | 'option' | 'default';

/** The tag of a line that has none. */
export const UNTAGGED = '';

/** A line of a log. */
export interface LogInterval {
  readonly tag: string;
  /** Since 1970 where the log tells when it began, else since something unknown. */
  readonly startMs: number;
  readonly lengthMs: number;
  /** In our buckets, of microseconds. */
  readonly counts: SparseCounts;
}

/** Latencies by the interval, and nothing else: an HdrHistogram log, of whatever tool. */
export interface LatencyLog {
  readonly file: string;
  readonly unit: LogUnit;
  readonly unitFrom: UnitSource;
  /** Are its times those of the wall clock? */
  readonly isDated: boolean;
  /** Did newyear-load write it? */
  readonly isOwn: boolean;
  /** By time; at least one. */
  readonly intervals: readonly LogInterval[];
  /** Sentences about what a reader has to know. */
  readonly notes: readonly string[];
}

/** What a stretch of time holds of one tag. */
export interface TagSums {
  readonly counter: BucketCounter;
  readonly samples: number;
  /** Over the lengths of the intervals, each stretch of time once; null where they have none. */
  readonly perSecond: number | null;
  /** One a stretch, by time. */
  readonly stretches: readonly SparseCounts[];
}

/** The tags of a log, the lines without one first. */
export function tagsOf({ intervals }: Pick<LatencyLog, 'intervals'>): string[] {
  return [...new Set(intervals.map(({ tag }) => tag))].toSorted(compareText);
}

/** For people. */
export function tagName(tag: string): string {
  return tag === UNTAGGED ? '(no tag)' : tag;
}

/** A tag's samples over the whole log. */
export function sumsOfTag({ intervals }: Pick<LatencyLog, 'intervals'>, tag: string): TagSums {
  const counter = new BucketCounter();
  const stretches = stretchesOf(intervals.filter((interval) => interval.tag === tag));
  let samples = 0;
  for (const { counts } of stretches) samples += addCounting(counter, counts);
  const seconds = sumOf(stretches.map(({ lengthMs }) => lengthMs)) / 1000;
  return {
    counter,
    samples,
    perSecond: seconds > 0 ? samples / seconds : null,
    stretches: stretches.map(({ counts }) => counts),
  };
}

/** When the first interval began, ISO 8601; null when the log does not tell. */
export function startedAtOf({ isDated, intervals: [first] }: Pick<LatencyLog, 'isDated' | 'intervals'>): string | null {
  return isDated && first !== undefined ? isoOf(first.startMs) : null;
}

/** From the beginning of the first interval to the end of the last, milliseconds. */
export function durationMsOf({ intervals }: Pick<LatencyLog, 'intervals'>): number {
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { startMs, lengthMs } of intervals) {
    start = Math.min(start, startMs);
    end = Math.max(end, startMs + lengthMs);
  }
  return Math.max(0, end - start);
}

/**
 * The lines of several logs as those of one: what has one tag, beginning and length is put together, all else stays beside each other.
 * @throws UsageError when some are dated and others are not
 */
export function mergeIntervals(logs: readonly LatencyLog[]): LogInterval[] {
  const dated = logs.find(({ isDated }) => isDated);
  const undated = logs.filter(({ isDated }) => !isDated);
  if (dated !== undefined && undated.length > 0) {
    const message = `does not say when it began (StartTime or BaseTime), so it cannot be laid beside ${dated.file}, which does`;
    throw new UsageError(undated.map(({ file }) => ({ where: file, message })));
  }
  return stretchesOf(logs.flatMap(({ intervals }) => intervals));
}

/** Lines of the same tag and time as one, by time and tag. */
function stretchesOf(intervals: readonly LogInterval[]): LogInterval[] {
  const byPlace = new Map<string, LogInterval[]>();
  for (const interval of intervals) {
    const key = `${interval.startMs} ${interval.lengthMs} ${interval.tag}`;
    const same = byPlace.get(key);
    if (same === undefined) byPlace.set(key, [interval]);
    else same.push(interval);
  }
  return [...byPlace.values()]
    .flatMap((same) => {
      const [first] = same;
      return first === undefined ? [] : [same.length === 1 ? first : { ...first, counts: together(same) }];
    })
    .toSorted((one, other) => one.startMs - other.startMs || compareText(one.tag, other.tag));
}

function together(intervals: readonly LogInterval[]): SparseCounts {
  const counter = new BucketCounter();
  for (const { counts } of intervals) addEncodedCounts(counter, counts);
  return encodeCounts(counter);
}

function addCounting(counter: BucketCounter, counts: SparseCounts): number {
  let added = 0;
  forEachCount(counts, (index, count) => {
    counter.increase(index, count);
    added += count;
  });
  return added;
}
