import { sumOf, sumsOf } from '../core/numbers.js';
import { BucketCounter } from './bucket-counter.js';
import { mergeCounters } from './latency-summary.js';

/** What of reads simply adds up. */
export const READ_COUNTS = ['intended', 'sent', 'answered', 'failed', 'judged', 'stale'] as const;

/** What was read beside the messages, by the whole run or a part of it. */
export interface ReadOutcome extends Readonly<Record<(typeof READ_COUNTS)[number], number>> {
  /** Reads per second that the plan asks for. */
  readonly planned: number;
  /** From the planned moment to the answer; of those that were answered. */
  readonly latency: BucketCounter;
  /** How far answers were behind when they were asked for; of those that were looked through. */
  readonly staleness: BucketCounter;
}

/** Nothing was read. */
export const NO_READ_TIMES = new BucketCounter();

/** What several parts of a fleet had of the reads of one plan. */
export function addReads(planned: number, parts: readonly Omit<ReadOutcome, 'planned'>[]): ReadOutcome {
  return {
    planned,
    ...sumsOf(parts, READ_COUNTS),
    latency: mergeCounters(parts.map(({ latency }) => latency)),
    staleness: mergeCounters(parts.map(({ staleness }) => staleness)),
  };
}

/** Reads of runs that all had some, together; null where one had none. */
export function mergeReads(runs: readonly (ReadOutcome | null)[]): ReadOutcome | null {
  const known = runs.filter((run) => run !== null);
  if (known.length === 0 || known.length < runs.length) return null;
  return addReads(sumOf(known.map(({ planned }) => planned)), known);
}
