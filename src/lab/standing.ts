import type { Attempt } from './attempt.js';
import { type Exercise, LAB_LEVELS, type LabLevel } from './exercise.js';

/** How a learner stands with one exercise. */
export interface ExerciseStanding {
  readonly id: string;
  readonly level: LabLevel;
  readonly attempts: number;
  /** Passed once is passed; a short form proves nothing. */
  readonly isPassed: boolean;
  /** The attempt with the lowest p95 of those that passed; of all, when none did. */
  readonly best: Attempt | undefined;
}

/** How a learner stands with each exercise, in their order. */
export function standingsOf(
  exercises: readonly Pick<Exercise, 'id' | 'level'>[],
  attempts: readonly Attempt[],
): ExerciseStanding[] {
  return exercises.map(({ id, level }) => {
    const own = attempts.filter(({ exercise, short }) => exercise === id && !short);
    const passed = own.filter(({ verdict }) => verdict === 'PASSED');
    const [best] = (passed.length > 0 ? passed : own).toSorted((one, other) => p95Of(one) - p95Of(other));
    return { id, level, attempts: own.length, isPassed: passed.length > 0, best };
  });
}

/** The highest level of which all exercises are passed, and all of those before it; null as long as there is none. */
export function levelReached(standings: readonly ExerciseStanding[]): LabLevel | null {
  const open = LAB_LEVELS.findIndex((level) => standings.some((one) => one.level === level && !one.isPassed));
  const reached = open === -1 ? LAB_LEVELS.length - 1 : open - 1;
  return LAB_LEVELS[reached] ?? null;
}

function p95Of({ figures }: Attempt): number {
  return figures.p95Ms ?? Number.POSITIVE_INFINITY;
}
