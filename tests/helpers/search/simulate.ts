import type { Random } from '#dist/core/random.js';
import type { SearchGoal } from '#dist/search/goal.js';
import { type GoalResult, nextTrial, resultsOf, type Search } from '#dist/search/search.js';
import type { SearchTrial } from '#dist/search/trial.js';
import type { SimulatedServer } from './servers.js';

/** A search at the defaults of the command: trials of 10 s, first ones of 2.5 s, 40 s a load, 5 %. */
export const DEFAULT_GOAL: SearchGoal = {
  finalTrialMs: 10_000,
  durationSumMs: 40_000,
  lossRatio: 0.01,
  exceedRatio: 0.5,
  width: 0.05,
  initialTrialMs: 2500,
  messagesNeeded: 459,
};

/** Rates from 50 to 20,000 a second. */
export const DEFAULT_SEARCH: Search = {
  minLoad: 50,
  maxLoad: 20_000,
  isWhole: false,
  messagesPerSecondOfLoad: 1,
  goals: [DEFAULT_GOAL],
};

/** A search that was simulated. */
export interface Simulated {
  readonly results: readonly GoalResult[];
  readonly trials: readonly SearchTrial[];
  readonly spentMs: number;
}

/** What a simulation may do beside answering by probability. */
export interface Circumstances {
  /** Loads that the generator cannot offer. */
  readonly isGeneratorLimited?: (load: number) => boolean;
  /** Ends the search when so much trial time is spent. */
  readonly budgetMs?: number;
}

/** Searches a simulated server until the search wants no more. @throws when it does not come to an end */
export function simulate(
  search: Search,
  server: SimulatedServer,
  random: Random,
  { isGeneratorLimited = () => false, budgetMs = Number.POSITIVE_INFINITY }: Circumstances = {},
): Simulated {
  const trials: SearchTrial[] = [];
  let spentMs = 0;
  for (let wanted = nextTrial(search, trials); wanted !== undefined; wanted = nextTrial(search, trials)) {
    const { load, durationMs } = wanted;
    if (spentMs + durationMs > budgetMs) break;
    const isBad = random.next() < server.probabilityOfBad({ load, durationMs, spentMs });
    const goals = search.goals.map(() => ({ lossRatio: isBad ? 1 : 0, isHighLoss: isBad }));
    const messages = Math.ceil((load * search.messagesPerSecondOfLoad * durationMs) / 1000);
    trials.push({ load, durationMs, messages, isGeneratorLimited: isGeneratorLimited(load), goals });
    spentMs += durationMs;
    if (trials.length > 500) throw new Error('a search that does not end');
  }
  return { results: resultsOf(search, trials), trials, spentMs };
}

/** What plain bisection knows at its end. */
export interface Bisected {
  readonly lower: number;
  readonly spentMs: number;
}

/**
 * Plain bisection, as one does it by hand and as load tools do it: doubled until a trial fails, then halved, each load tried once. It
 * starts where the search starts, and takes the geometric middle, with which it needs the fewest trials.
 */
export function bisect(
  { minLoad, maxLoad }: Search,
  server: SimulatedServer,
  random: Random,
  trialMs: number,
  width: number,
): Bisected {
  let spentMs = 0;
  const isBad = (load: number): boolean => {
    const bad = random.next() < server.probabilityOfBad({ load, durationMs: trialMs, spentMs });
    spentMs += trialMs;
    return bad;
  };
  let lower = minLoad;
  let upper = minLoad;
  while (upper < maxLoad && !isBad(upper)) {
    lower = upper;
    upper = Math.min(maxLoad, upper * 2);
  }
  while ((upper - lower) / upper > width) {
    const middle = Math.sqrt(lower * upper);
    if (isBad(middle)) upper = middle;
    else lower = middle;
  }
  return { lower, spentMs };
}
