import type { Change } from './comparison-types.js';

/** Was it measured in so few samples that nothing can be said of the change, not even that it is small? What is counted is exact. */
export function isUnknown({ judgement, low, high, reason }: Change): boolean {
  return judgement === 'noise' && low === null && high === null && reason !== null;
}

/** Is a change that is not sure one that cannot be excluded either? Something is open where nothing bounds its interval. */
export function isUndecided(change: Change): boolean {
  const { judgement, better, low, high, floor } = change;
  if (judgement !== 'noise' || (low === null) === (high === null)) return isUnknown(change);
  // The end on the side of worse; below the floor there, nothing is left that could be real.
  const worst = better === 'lower' ? high : low;
  return worst === null || Math.abs(worst) > (floor ?? 0);
}
