import type { RunOutcome } from '../../metrics/run-outcome.js';

type Beginning = Pick<RunOutcome, 'startedAt' | 'floodStartedAt'>;

/** When a run's seconds begin, milliseconds since 1970. */
function zeroMs({ floodStartedAt, startedAt }: Beginning): number {
  return Date.parse(floodStartedAt ?? startedAt);
}

/** By how many seconds each run's timeline is shifted, so that all count from the earliest flood on; to the nearest second. */
export function offsetsOf(runs: readonly Beginning[]): number[] {
  const earliestMs = Math.min(...runs.map(zeroMs));
  return runs.map((run) => Math.round((zeroMs(run) - earliestMs) / 1000));
}
