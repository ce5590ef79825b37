import { recoveriesOf } from '../../judgement/recovery.js';
import { faultOf, type Observation } from '../experiment.js';
import { about, type Claim, says, timeWithin } from '../row.js';
import { SEARCHED_WIDTH } from '../search.js';

/** Of the time that arithmetic gives. */
const RECOVERY_TOLERANCE = 0.05;

/** What a search finds on a server that takes a message exactly every so often. */
export function lowerBound(seen: Pick<Observation, 'faults' | 'found'>): readonly Claim[] {
  const capacity = capacityOf(seen);
  const result = seen.found?.results[0];
  return [
    about('messages/s that hold', capacity, result?.lowerBound ?? null, capacity * SEARCHED_WIDTH),
    says('end of the search', 'found', result?.end ?? 'none'),
  ];
}

/**
 * A spike of rate r and length T between two stages of rate b, on a server that takes c: what waits at the end of the spike, (r − c) · T
 * messages, is gone when c − b of it have been taken in each second.
 */
export function recovery(seen: Pick<Observation, 'faults' | 'outcome'>): Claim {
  const capacity = capacityOf(seen);
  const [, spike, after] = seen.outcome.stages;
  const waiting = ((spike?.plannedTo ?? Number.NaN) - capacity) * ((spike?.durationMs ?? 0) / 1000);
  const truthMs = (1000 * waiting) / (capacity - (after?.plannedTo ?? Number.NaN));
  const reportedMs = recoveriesOf(seen.outcome)[1] ?? null;
  return timeWithin('recovery after the spike', truthMs, reportedMs, truthMs * RECOVERY_TOLERANCE);
}

function capacityOf(seen: Pick<Observation, 'faults'>): number {
  return faultOf(seen, 'capacity')?.messagesPerSecond ?? Number.NaN;
}
