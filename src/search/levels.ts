import type { Deciding } from './classify.js';
import type { SearchGoal } from './goal.js';

/** One of the passes of a search: what is asked, and how close the bounds have to come before the next pass. */
export type Level = Deciding & Pick<SearchGoal, 'width'>;

/**
 * The passes towards a goal: a first look with short trials, of which a single one decides, and the goal itself. The first look only
 * says where the second has to ask. (More passes, each with trials twice as long, find the same bounds and take a sixth longer.)
 */
export function levelsOf(goal: SearchGoal): readonly Level[] {
  const { initialTrialMs } = goal;
  if (initialTrialMs >= goal.finalTrialMs) return [goal];
  return [{ ...goal, finalTrialMs: initialTrialMs, durationSumMs: initialTrialMs, messagesNeeded: 0 }, goal];
}
