import { inEnglish, message } from '../../core/language/words.js';
import { linesOfFile } from '../../core/bounded-text.js';
import { type Problem, UsageError } from '../../core/errors.js';
import { printable } from '../../core/text.js';
import { formatCount } from '../../core/units.js';
import { encodeCounts } from '../../metrics/sparse-counts.js';
import { decodeForeignHistogram } from './foreign-histogram.js';
import type { LatencyLog, LogInterval, UnitSource } from './latency-log.js';
import { LogTimes, readLogLine } from './log-line.js';
import { DEFAULT_LOG_UNIT, LOG_UNITS, type LogUnit } from './log-units.js';

/** Bounds on what is read of a log: a line of the largest histogram, a week of seconds, and the problems that are told. */
const LONGEST_LINE = 1 << 24;
const MOST_INTERVALS = 1_000_000;
const MOST_PROBLEMS = 10;
/** Of one tag; a bucket counts no more. */
const MOST_SAMPLES = 2 ** 32 - 1;
/** A log's maximum in milliseconds, as nanoseconds. */
const NANOSECONDS_IN_MS = 1_000_000;

/** Comments that tell the unit, such as our own logs begin with. */
const UNIT_COMMENT = /histograms in (nano|micro|milli)seconds/i;
const OWN_COMMENT = /^#\[Logged with newyear-load\b/;
const VERSION_COMMENT = /^#\[Histogram log format version ([^\]]*)\]/;
const VERSIONS = ['1.2', '1.3'];

/**
 * Reads an HdrHistogram log, format 1.2 or 1.3, of whatever tool.
 * @param asked the unit where the log does not tell it itself
 * @throws UsageError naming every line that cannot be read, up to ten
 */
export async function readLatencyLog(path: string, asked: LogUnit | undefined): Promise<LatencyLog> {
  const reading = new Reading(path, asked);
  for await (const line of linesOfFile(path, LONGEST_LINE)) if (!reading.take(line)) break;
  return reading.finish();
}

class Reading {
  readonly #path: string;
  readonly #asked: LogUnit | undefined;
  readonly #problems: Problem[] = [];
  readonly #intervals: LogInterval[] = [];
  readonly #times = new LogTimes();
  readonly #samplesByTag = new Map<string, number>();
  #number = 0;
  #unitTold: LogUnit | undefined;
  #isOwn = false;
  #clamped = 0;
  /** Does every maximum that is told look like one of nanoseconds in milliseconds? */
  #looksLikeNs: boolean | undefined;

  constructor(path: string, asked: LogUnit | undefined) {
    this.#path = path;
    this.#asked = asked;
  }

  /** @returns whether to go on */
  take(text: string): boolean {
    this.#number++;
    const line = text.trim();
    const problem = line.startsWith('#') ? this.#comment(line) : this.#interval(line);
    if (problem !== undefined) this.#problems.push({ where: `${this.#path}:${this.#number}`, message: problem });
    return this.#problems.length < MOST_PROBLEMS;
  }

  finish(): LatencyLog {
    if (this.#problems.length === 0 && this.#intervals.length === 0)
      this.#problems.push({ where: this.#path, message: 'holds no interval: no line of it is one of a histogram' });
    if (this.#problems.length > 0) throw new UsageError(this.#problems);
    const { unit, unitFrom } = this.#unit();
    return {
      file: this.#path,
      unit,
      unitFrom,
      isDated: this.#times.isDated,
      isOwn: this.#isOwn,
      intervals: this.#intervals.toSorted((one, other) => one.startMs - other.startMs),
      notes: this.#notes(unit, unitFrom),
    };
  }

  /** @returns what is wrong with the comment */
  #comment(line: string): string | undefined {
    const version = VERSION_COMMENT.exec(line)?.[1]?.trim();
    if (version !== undefined && !VERSIONS.includes(version))
      return `is of log format ${printable(version, 20)}, and ${VERSIONS.join(' and ')} are read`;
    if (OWN_COMMENT.test(line)) this.#isOwn = true;
    const told = UNIT_COMMENT.exec(line)?.[1]?.toLowerCase();
    if (told !== undefined) this.#unitTold = told === 'nano' ? 'ns' : told === 'micro' ? 'us' : 'ms';
    return this.#times.comment(line);
  }

  #unit(): { readonly unit: LogUnit; readonly unitFrom: UnitSource } {
    if (this.#unitTold !== undefined) return { unit: this.#unitTold, unitFrom: 'log' };
    return this.#asked === undefined
      ? { unit: DEFAULT_LOG_UNIT, unitFrom: 'default' }
      : { unit: this.#asked, unitFrom: 'option' };
  }

  /** @returns what is wrong with the line */
  #interval(line: string): string | undefined {
    if (line === '' || /^"?StartTimestamp/.test(line)) return undefined;
    const read = readLogLine(line);
    if (typeof read === 'string') return read;
    const startMs = this.#times.startMsOf(read.startS);
    if (startMs === undefined) return 'begins at a time that no calendar has';
    const { unit } = this.#unit();
    const histogram = decodeForeignHistogram(read.histogram, unit);
    if (typeof histogram === 'string') return histogram;
    const { counter, max, samples } = histogram;
    const ofTag = (this.#samplesByTag.get(read.tag) ?? 0) + samples;
    if (ofTag > MOST_SAMPLES) return `makes more than ${formatCount(MOST_SAMPLES)} samples of one tag`;
    if (this.#intervals.length === MOST_INTERVALS) return `is one interval more than ${formatCount(MOST_INTERVALS)}`;
    this.#samplesByTag.set(read.tag, ofTag);
    this.#clamped += counter.clamped;
    if (max > 0 && read.max > 0)
      this.#looksLikeNs = this.#looksLikeNs !== false && Math.abs(max / read.max / NANOSECONDS_IN_MS - 1) < 0.05;
    this.#intervals.push({ tag: read.tag, startMs, lengthMs: read.lengthS * 1000, counts: encodeCounts(counter) });
    return undefined;
  }

  #notes(unit: LogUnit, unitFrom: UnitSource): string[] {
    const isDoubtful = unitFrom === 'default' && this.#looksLikeNs === true;
    return [
      message(`log.unit.${unitFrom}`, { unit: LOG_UNITS[unit].name }),
      ...(isDoubtful ? [message('log.looks-like-ns')] : []),
      ...(this.#clamped > 0 ? [message('log.clamped', { count: this.#clamped })] : []),
    ].map(inEnglish);
  }
}
