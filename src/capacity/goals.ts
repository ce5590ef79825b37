import { orProblem, type Problem, saidProblem, UsageError } from '../core/errors.js';
import { message } from '../core/language/words.js';
import type { SearchGoal } from '../search/goal.js';
import type { GoalEvidence } from '../search/trial.js';
import { parseSlo, type Slo } from './slo.js';
import type { TrialFacts } from './trial-facts.js';
import { WEAKNESSES, type Weakness } from './vocabulary.js';

/** What the command asks of all goals alike. */
export type GoalShape = Pick<SearchGoal, 'finalTrialMs' | 'durationSumMs' | 'exceedRatio' | 'width' | 'initialTrialMs'>;

/** One goal of a search: what must hold, and how sure that has to be. */
export interface CapacityGoal {
  /** All of them must hold. */
  readonly slos: readonly Slo[];
  readonly search: SearchGoal;
}

/** What holds where nothing else is asked for. */
export const DEFAULT_SLOS = ['p99(delivery)<250ms', 'lost==0'] as const;

/** What is said of a trial whose backlog still grew at its end. */
export const BACKLOG = 'backlog';
/** What is said of a trial for which not everybody could be connected. */
export const CONNECTIONS = 'connections';

/** What one trial says about a goal. */
export interface GoalFinding extends GoalEvidence {
  /** What did not hold: expressions, {@link BACKLOG}, {@link CONNECTIONS}. */
  readonly failed: readonly string[];
  readonly weaknesses: readonly Weakness[];
}

/** A goal as it is written: `p99(delivery)<250ms, lost==0`. */
export function nameOfGoal({ slos }: CapacityGoal): string {
  return slos.map(({ expression }) => expression).join(', ');
}

/**
 * Reads the goals of a search.
 * @param groups the expressions of each
 * @param where each group comes from, for the problems: `--slo`
 * @throws UsageError that names every expression that is wrong, and widths that are narrower than what may be lost
 */
export function readGoals(
  groups: readonly { readonly where: string; readonly expressions: readonly string[] }[],
  shape: GoalShape,
): CapacityGoal[] {
  const problems: Problem[] = [];
  const goals = groups.map(({ where, expressions }): CapacityGoal => {
    const slos = expressions.flatMap((text) => orProblem(parseSlo(text), where, problems));
    const lossRatio = Math.max(0, ...slos.map((slo) => slo.lossRatio));
    // RFC 9971: a width below the loss ratio lets a laxer goal come out lower than a stricter one.
    if (shape.width < lossRatio)
      problems.push(saidProblem(where, message('slo.narrow', { width: `${shape.width * 100} %` })));
    const messagesNeeded = Math.max(0, ...slos.map((slo) => slo.messagesNeeded));
    return { slos, search: { ...shape, lossRatio, messagesNeeded } };
  });
  if (problems.length > 0) throw new UsageError(problems);
  return goals;
}

/** Judges one trial by one goal. @param excusedMs of every time, what is not the server's */
export function findingOf({ slos }: CapacityGoal, facts: TrialFacts, excusedMs = 0): GoalFinding {
  const measured = slos.map((slo) => ({ slo, ...slo.measure(facts, excusedMs) }));
  const broken = measured.filter(({ holds }) => !holds).map(({ slo }) => slo);
  const isBacklogged = facts.isBacklogGrowing && facts.endBacklogMs > excusedMs;
  const failed = [
    ...broken.map(({ expression }) => expression),
    ...(isBacklogged ? [BACKLOG] : []),
    ...(facts.isComplete ? [] : [CONNECTIONS]),
  ];
  const weak = new Set<Weakness>([
    ...broken.flatMap((slo) => slo.weaknessesIn(facts)),
    ...(isBacklogged ? (['backlog'] as const) : []),
    ...(facts.isComplete ? [] : (['connections'] as const)),
  ]);
  return {
    lossRatio: Math.max(0, ...measured.map(({ lossRatio }) => lossRatio)),
    isHighLoss: failed.length > 0,
    failed,
    weaknesses: WEAKNESSES.filter((weakness) => weak.has(weakness)),
  };
}
