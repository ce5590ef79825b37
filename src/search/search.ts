import { boundsOf, relativeWidth, triedLoads } from './bounds.js';
import { conditionalThroughput } from './classify.js';
import type { SearchGoal } from './goal.js';
import type { LoadRange } from './loads.js';
import { type Ground, type WantedTrial, wantedBy } from './next-trial.js';
import { testerLimitOf } from './tester-limit.js';
import type { SearchTrial } from './trial.js';

/** A search, as plain JSON: with the trials so far it is all that there is to know. */
export interface Search extends LoadRange {
  /** All trials count for all of them. */
  readonly goals: readonly SearchGoal[];
  /** Messages per second that a load of 1 makes: 1 where loads are rates. */
  readonly messagesPerSecondOfLoad: number;
}

/**
 * Why the bounds of a goal are not closer, or `found`: the largest load that may be tried holds; what is above the lower bound could not
 * be offered; not even the smallest load holds; no load lies between the bounds; the search was ended before.
 */
export type SearchEnd = 'found' | 'max-load' | 'generator' | 'min-load' | 'indivisible' | 'unfinished';

/** What is known about one goal (RFC 9971: Goal Result). */
export interface GoalResult {
  /** The largest load that is known to hold, of those below {@link upperBound}; null when none is. */
  readonly lowerBound: number | null;
  /** The smallest load that is known not to hold; null when none is. */
  readonly upperBound: number | null;
  /** What came through at the lower bound; null without one. */
  readonly conditionalThroughput: number | null;
  /** Are both bounds known, and as close as the goal asks? */
  readonly isRegular: boolean;
  readonly end: SearchEnd;
}

/** More than any search that gets anywhere takes; one that does not get anywhere has to end, too. */
const MOST_TRIALS = 1000;

/**
 * The next trial of a search: of those that its goals would have, the shortest, and of these the one with the smallest load.
 * @returns undefined when every goal has what can be had
 */
export function nextTrial(search: Search, trials: readonly SearchTrial[]): WantedTrial | undefined {
  if (trials.length >= MOST_TRIALS) return undefined;
  const ground = groundOf(search, trials);
  const wanted = search.goals
    .flatMap((goal, index) => wantedBy(goal, triedLoads(trials, index), ground) ?? [])
    .toSorted((a, b) => a.durationMs - b.durationMs || a.load - b.load)[0];
  return wanted ?? trialOfTheTester(search, trials);
}

/** Where a doubtful limit of the generator is all that keeps bounds apart, it is asked for that load once more, and at full length. */
function trialOfTheTester(search: Search, trials: readonly SearchTrial[]): WantedTrial | undefined {
  const limit = testerLimitOf(trials);
  if (limit?.isDoubtful !== true) return undefined;
  const results = resultsOf(search, trials);
  const held = search.goals.filter((_, index) => results[index]?.end === 'generator');
  if (held.length === 0) return undefined;
  return { load: limit.load, durationMs: Math.max(...held.map(({ finalTrialMs }) => finalTrialMs)) };
}

/** What is known about every goal, at any time. */
export function resultsOf(search: Search, trials: readonly SearchTrial[]): GoalResult[] {
  const ground = groundOf(search, trials);
  return search.goals.map((goal, index) => {
    const tried = triedLoads(trials, index);
    const { lower, upper } = boundsOf(tried, goal);
    const isRegular = lower !== undefined && upper !== undefined && relativeWidth(lower, upper) <= goal.width;
    const atLower = tried.find(({ load }) => load === lower);
    return {
      lowerBound: lower ?? null,
      upperBound: upper ?? null,
      conditionalThroughput: atLower === undefined ? null : conditionalThroughput(atLower.load, atLower.trials, goal),
      isRegular,
      end: isRegular
        ? 'found'
        : wantedBy(goal, tried, ground) === undefined
          ? endOf({ lower, upper }, ground)
          : 'unfinished',
    };
  });
}

/** Why there is nothing left to try although the bounds are not close. */
function endOf({ lower, upper }: { lower: number | undefined; upper: number | undefined }, ground: Ground): SearchEnd {
  if (lower !== undefined && lower >= ground.maxLoad) return 'max-load';
  if (ground.generatorLimit !== undefined && (upper === undefined || ground.generatorLimit < upper)) return 'generator';
  if (lower === undefined) return 'min-load';
  return 'indivisible';
}

function groundOf(search: Search, trials: readonly SearchTrial[]): Ground {
  return { ...search, generatorLimit: testerLimitOf(trials)?.load };
}
