import { classify, type Deciding, type LoadClass } from './classify.js';
import type { SearchTrial, TrialOfGoal } from './trial.js';

/** A load with all that was tried at it, as one goal sees it. */
export interface TriedLoad {
  readonly load: number;
  readonly trials: readonly TrialOfGoal[];
}

/** The bounds that count (RFC 9971: Relevant Lower Bound, Relevant Upper Bound). */
export interface Bounds {
  /** The largest load that holds, of those below {@link upper}. */
  readonly lower: number | undefined;
  /** The smallest load that does not hold. */
  readonly upper: number | undefined;
}

/** Everything that was tried, by load, ascending. Trials in which the generator was the limit are left out. */
export function triedLoads(trials: readonly SearchTrial[], goalIndex: number): TriedLoad[] {
  const byLoad = new Map<number, TrialOfGoal[]>();
  for (const { load, durationMs, messages, isGeneratorLimited, goals } of trials) {
    const evidence = goals[goalIndex];
    if (isGeneratorLimited || evidence === undefined) continue;
    const tried = byLoad.get(load) ?? [];
    byLoad.set(load, tried);
    tried.push({ durationMs, messages, ...evidence });
  }
  return [...byLoad].map(([load, tried]) => ({ load, trials: tried })).toSorted((a, b) => a.load - b.load);
}

/** The bounds among the loads that were tried. @param tried ascending */
export function boundsOf(tried: readonly TriedLoad[], goal: Deciding): Bounds {
  let lower: number | undefined;
  for (const { load, trials } of tried) {
    const known: LoadClass = classify(trials, goal);
    if (known === 'upper') return { lower, upper: load };
    if (known === 'lower') lower = load;
  }
  return { lower, upper: undefined };
}

/** How far apart two bounds are: (upper − lower) ÷ upper, as RFC 9971 has it for a relative Goal Width. */
export function relativeWidth(lower: number, upper: number): number {
  return (upper - lower) / upper;
}
