import { type Conducted, conduct, type Tester } from '../capacity/conduct.js';
import { readGoals } from '../capacity/goals.js';

/** A search for the largest rate that holds, in place of a flood. */
export interface SearchSetting {
  /** What must hold: the shorter the trials, the closer its times. */
  readonly slos: readonly string[];
  readonly trialMs: number;
  /** Messages per second: the first load, and the largest. */
  readonly from: number;
  readonly max: number;
}

/** Bounds this close are asked for, as by default. */
export const SEARCHED_WIDTH = 0.05;
/** Trials of this many times the length of one decide a load. */
const TRIALS = 4;
/** First looks are so many times shorter. */
const FIRST_LOOK_FACTOR = 4;
/** Several times what it takes on a quiet machine. */
const BUDGET_MS = 120_000;
const NOBODY = { onTrial: (): void => undefined, onJudged: (): void => undefined };

/** Searches as `newyear-load capacity` does, in shorter trials. */
export function searchWith(tester: Tester, { slos, trialMs, from, max }: SearchSetting): Promise<Conducted> {
  const shape = {
    finalTrialMs: trialMs,
    durationSumMs: TRIALS * trialMs,
    exceedRatio: 0.5,
    width: SEARCHED_WIDTH,
    initialTrialMs: trialMs / FIRST_LOOK_FACTOR,
  };
  const goals = readGoals([{ where: 'slos', expressions: slos }], shape);
  const search = {
    minLoad: from,
    maxLoad: max,
    isWhole: false,
    messagesPerSecondOfLoad: 1,
    goals: goals.map((goal) => goal.search),
  };
  return conduct({ search, goals, messagesPerSecondOf: (load) => load, budgetMs: BUDGET_MS }, tester, NOBODY);
}
