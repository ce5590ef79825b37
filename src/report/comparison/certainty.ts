import type { Candidate, Change } from './comparison-types.js';

/** Were there too few samples to say anything of the change, not even that it is small? Counts are exact and always tell. */
export function isUnknown({ judgement, low, high, reason }: Change): boolean {
  return judgement === 'noise' && low === null && high === null && reason !== null;
}

/**
 * May the change be real although it is not sure? It may when nothing can be said of it. It also may when its interval is
 * unbounded on one side, unless the end on the side of worse is within the floor.
 */
export function isUndecided(change: Change): boolean {
  const { judgement, better, low, high, floor } = change;
  if (judgement !== 'noise' || (low === null) === (high === null)) return isUnknown(change);
  // The end on the side of worse. Below the floor it leaves nothing that could be real.
  const worst = better === 'lower' ? high : low;
  return worst === null || Math.abs(worst) > (floor ?? 0);
}

/** Is the number too far from the base to be called noise, and too uncertain to be called a change? */
export function isDoubtful(change: Change): boolean {
  return isUnknown(change) || (isUndecided(change) && Math.abs(change.change ?? 0) > (change.floor ?? 0));
}

/** Of a candidate without a sure change: what may be one all the same. */
export function doubtsOf({ judgement, changes }: Candidate): Change[] {
  return judgement === 'noise'
    ? changes.filter((change) => change.counts && isDoubtful(change) && !isUnknown(change))
    : [];
}
