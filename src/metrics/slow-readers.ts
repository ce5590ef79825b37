import { sumsOf } from '../core/numbers.js';
import type { SlowReaders } from '../core/slow-readers.js';

/** What of slow readers simply adds up. */
export const SLOW_READER_COUNTS = ['users', 'cut', 'back', 'held', 'received', 'gone', 'dropped'] as const;

export type SlowReaderCounts = Readonly<Record<(typeof SLOW_READER_COUNTS)[number], number>>;

/** The slow readers of a run, all workers together. */
export interface SlowReaderOutcome extends SlowReaderCounts {
  readonly planned: SlowReaders;
}

/** What several parts of a fleet had of them. */
export function addSlowReaders(planned: SlowReaders, parts: readonly SlowReaderCounts[]): SlowReaderOutcome {
  return { planned, ...sumsOf(parts, SLOW_READER_COUNTS) };
}

/** Of runs that have the same ones, what all of them had; null where they differ, or have none. */
export function mergeSlowReaders(runs: readonly (SlowReaderOutcome | null)[]): SlowReaderOutcome | null {
  const known = runs.filter((run) => run !== null);
  const [first] = known;
  const key = ({ planned: { share, atMs, durationMs } }: SlowReaderOutcome): string =>
    [share, atMs, durationMs].join(' ');
  if (first === undefined || known.length < runs.length || known.some((run) => key(run) !== key(first))) return null;
  return addSlowReaders(first.planned, known);
}
