import { sumsOf } from '../core/numbers.js';
import type { Storm } from '../core/storms.js';
import type { BucketCounter } from './bucket-counter.js';
import { mergeCounters } from './latency-summary.js';

/** What of a storm simply adds up. */
export const STORM_COUNTS = ['cut', 'back', 'missed', 'recovered', 'untaken'] as const;

/** One storm, all workers together. */
export interface StormOutcome extends Readonly<Record<(typeof STORM_COUNTS)[number], number>> {
  readonly planned: Storm;
  /** From the moment at which users were to come back until they were back in all rooms; of those who came back. */
  readonly backLatency: BucketCounter;
  /** From the cut until they were back in all rooms. */
  readonly awayLatency: BucketCounter;
}

/** Storms of runs that have the same ones, each with what all of them had of it; none where they differ. */
export function mergeStorms(runs: readonly (readonly StormOutcome[])[]): StormOutcome[] {
  const [first, ...others] = runs;
  const key = (storms: readonly StormOutcome[]): string => JSON.stringify(storms.map(({ planned }) => planned));
  if (first === undefined || others.some((storms) => key(storms) !== key(first))) return [];
  return first.map(({ planned }, index) =>
    addStorms(
      planned,
      runs.flatMap((storms) => storms[index] ?? []),
    ),
  );
}

/** What several parts of a fleet had of one storm. */
export function addStorms(planned: Storm, parts: readonly Omit<StormOutcome, 'planned'>[]): StormOutcome {
  return {
    planned,
    ...sumsOf(parts, STORM_COUNTS),
    backLatency: mergeCounters(parts.map(({ backLatency }) => backLatency)),
    awayLatency: mergeCounters(parts.map(({ awayLatency }) => awayLatency)),
  };
}
