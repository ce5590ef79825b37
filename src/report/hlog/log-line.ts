import { UNTAGGED } from './latency-log.js';

/** A line of a log, its histogram still as text. */
interface LogLine {
  readonly tag: string;
  readonly startS: number;
  readonly lengthS: number;
  /** In a unit that only who wrote it knows. */
  readonly max: number;
  readonly histogram: string;
}

const LONGEST_TAG = 200;
/** Beyond this no calendar goes, in seconds since 1970. */
const LATEST_S = 8e12;
/** Times that lie this far before the log's beginning count from it (Java HdrHistogram, `HistogramLogReader`). */
const YEAR_S = 365 * 24 * 3600;

/** @returns the line's fields, or what is wrong with it, a clause */
export function readLogLine(line: string): LogLine | string {
  const fields = line.split(',').map((field) => field.trim());
  const hasTag = fields[0]?.startsWith('Tag=') === true;
  const tag = hasTag ? (fields.shift() ?? '').slice('Tag='.length) : UNTAGGED;
  if (tag.length > LONGEST_TAG) return 'has too long a tag';
  const [start, length, max, histogram] = fields;
  if (
    fields.length !== 4 ||
    start === undefined ||
    length === undefined ||
    max === undefined ||
    histogram === undefined
  )
    return 'is no interval: it takes a start, a length, a maximum and a histogram, with commas between them';
  const startS = secondsOf(start);
  if (startS === undefined) return 'begins with no time in seconds';
  const lengthS = secondsOf(length);
  if (lengthS === undefined) return 'has no length in seconds';
  return { tag, startS, lengthS, max: Number(max), histogram };
}

/** When the intervals of a log were, as Java's `HistogramLogReader` finds it out. */
export class LogTimes {
  #startS: number | undefined;
  #baseS: number | undefined;

  /** Takes what a comment tells of time. @returns what is wrong with it */
  comment(line: string): string | undefined {
    const match = /^#\[(StartTime|BaseTime): *([^ \]]+)/.exec(line);
    if (match === null) return undefined;
    const seconds = secondsOf(match[2] ?? '');
    if (seconds === undefined) return `tells no ${match[1] ?? ''} in seconds`;
    if (match[1] === 'BaseTime') this.#baseS = seconds;
    else this.#startS = seconds;
    return undefined;
  }

  /** Is it known when the intervals were? */
  isDated = false;

  /**
   * @param startS as the line tells it
   * @returns milliseconds, to the microsecond, since 1970 where that is known; undefined beyond every calendar
   */
  startMsOf(startS: number): number | undefined {
    this.#baseS ??= this.#startS !== undefined && startS < this.#startS - YEAR_S ? this.#startS : 0;
    const sinceS = this.#baseS + startS;
    if (sinceS > LATEST_S) return undefined;
    // Times of the first year are no dates.
    this.isDated ||= this.#startS !== undefined || sinceS > YEAR_S;
    return Math.round(sinceS * 1e6) / 1000;
  }
}

function secondsOf(text: string): number | undefined {
  if (!/^\d+(?:\.\d*)?(?:E\d+)?$/i.test(text)) return undefined;
  const seconds = Number(text);
  return seconds <= LATEST_S ? seconds : undefined;
}
