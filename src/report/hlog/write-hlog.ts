import { printable } from '../../core/text.js';
import type { BucketCounter } from '../../metrics/bucket-counter.js';
import { maxMs } from '../../metrics/latency-summary.js';
import type { ToolInfo } from '../report-types.js';
import { UNTAGGED } from './latency-log.js';

/** A line of a log that is written. */
export interface LogRow {
  readonly tag: string;
  /** Since the log's zero. */
  readonly startS: number;
  readonly lengthS: number;
  readonly counter: BucketCounter;
  /** The same, encoded. */
  readonly histogram: string;
}

/** What a log says of itself. */
export interface LogHead {
  /** Were all its latencies measured by newyear-load? */
  readonly isOwn: boolean;
  readonly maker: ToolInfo;
  /** When its times begin, ISO 8601; null when that is not known. */
  readonly zeroAt: string | null;
}

/**
 * HdrHistogram's interval log, version 1.3 (Java HdrHistogram, `HistogramLogReader`). Histograms are in microseconds, and what a
 * line says of its maximum in milliseconds.
 */
export function logText({ isOwn, maker, zeroAt }: LogHead, rows: readonly LogRow[]): string {
  return [
    `#[${isOwn ? 'Logged' : 'Merged'} with ${programOf(maker)}; histograms in microseconds, Interval_Max in milliseconds]`,
    '#[Histogram log format version 1.3]',
    ...(zeroAt === null ? [] : timesOf(zeroAt)),
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...rows.map(lineOf),
    '',
  ].join('\n');
}

/** A report that was read from a file can hold anything. */
function programOf({ name, version }: ToolInfo): string {
  return printable(`${name} ${version}`, 80).replace(/[#[\]]/g, '');
}

function timesOf(zeroAt: string): string[] {
  const zeroS = (Date.parse(zeroAt) / 1000).toFixed(3);
  return [`#[BaseTime: ${zeroS} (seconds since epoch)]`, `#[StartTime: ${zeroS} (seconds since epoch), ${zeroAt}]`];
}

function lineOf({ tag, startS, lengthS, counter, histogram }: LogRow): string {
  const prefix = tag === UNTAGGED ? '' : `Tag=${printable(tag)},`;
  return `${prefix}${startS.toFixed(3)},${lengthS.toFixed(3)},${(maxMs(counter) ?? 0).toFixed(3)},${histogram}`;
}
