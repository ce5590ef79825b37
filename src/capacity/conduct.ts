import { nowUs } from '../core/clock.js';
import type { AskedTrial, HeldTrial } from '../metrics/held-trial.js';
import type { Interruption } from '../metrics/run-outcome.js';
import { type GoalResult, nextTrial, resultsOf, type Search } from '../search/search.js';
import type { CapacityGoal } from './goals.js';
import { type JudgedTrial, judgeTrial } from './judge-trial.js';

/** Who holds loads: a run that stays connected. */
export interface Tester {
  /**
   * Holds a load for a time, and waits, though not for ever, until what it left behind is gone.
   * @returns undefined when the trial was not carried out to its end: then nothing more can be tried
   */
  hold(asked: AskedTrial): Promise<HeldTrial | undefined>;
  /** Why nothing more is tried, if so. */
  readonly interruption: Interruption | null;
}

/** Who watches a search. */
export interface SearchListener {
  /** A trial begins. */
  onTrial(asked: AskedTrial, known: readonly GoalResult[]): void;
  /** It is over. */
  onJudged(judged: JudgedTrial, known: readonly GoalResult[]): void;
}

/** What is searched, and by what. */
export interface SearchOrder {
  readonly search: Search;
  /** In the order of `search.goals`. */
  readonly goals: readonly CapacityGoal[];
  /** Messages per second that a load makes. */
  readonly messagesPerSecondOf: (load: number) => number;
  /** Users that a load takes; absent where all of the plan are there anyway. */
  readonly usersOf?: ((load: number) => number) | undefined;
  readonly budgetMs: number;
}

/** What ends a search before it has found everything. */
export type SearchCut = 'time' | 'interrupted' | 'target-lost' | 'not-started';

/** A search that is over, for whatever reason. */
export interface Conducted {
  readonly trials: readonly JudgedTrial[];
  /** In the order of the goals. */
  readonly results: readonly GoalResult[];
  /** Why it ended before it had found everything; null when it did not. */
  readonly cut: SearchCut | null;
}

/** Beside the time for which a load is held: what a trial takes until the next can begin, as long as the server keeps up. */
const AROUND_A_TRIAL_MS = 500;

/** Tries loads until every goal has its bounds, the time is up, or the tester is stopped. */
export async function conduct(order: SearchOrder, tester: Tester, listener: SearchListener): Promise<Conducted> {
  const { search, goals, messagesPerSecondOf, usersOf, budgetMs } = order;
  const startedAtUs = nowUs();
  const trials: JudgedTrial[] = [];
  const known = (): GoalResult[] =>
    resultsOf(
      search,
      trials.map((trial) => trial.search),
    );
  let cut: Conducted['cut'] = null;
  while (cut === null) {
    const wanted = nextTrial(
      search,
      trials.map((trial) => trial.search),
    );
    if (wanted === undefined) break;
    const leftMs = budgetMs - (nowUs() - startedAtUs) / 1000;
    if (wanted.durationMs + AROUND_A_TRIAL_MS > leftMs) {
      cut = 'time';
      break;
    }
    const { load } = wanted;
    const people = usersOf === undefined ? {} : { users: usersOf(load) };
    const asked = { ...wanted, ...people, messagesPerSecond: messagesPerSecondOf(load) };
    listener.onTrial(asked, known());
    const held = await tester.hold(asked);
    if (held !== undefined) {
      const judged = judgeTrial(asked, held, goals);
      trials.push(judged);
      listener.onJudged(judged, known());
    }
    cut = cutBy(tester.interruption);
    if (held === undefined) cut ??= 'interrupted';
  }
  return { trials, results: known(), cut };
}

function cutBy(interruption: Interruption | null): Conducted['cut'] {
  if (interruption === null) return null;
  return interruption === 'target-lost' ? 'target-lost' : 'interrupted';
}
