import type { BoundCriterion } from './criteria/criterion.js';
import type { LabNeed } from './lab-need.js';
import type { BoundStep } from './steps/step.js';

/** Levels of exercises, the easiest first; who has passed all of one and of those before it has reached it. */
export const LAB_LEVELS = ['Bronze', 'Silver', 'Gold', 'Platinum'] as const;
export type LabLevel = (typeof LAB_LEVELS)[number];

/** What is done, and what has to come out. */
export interface ExerciseCourse {
  readonly steps: readonly BoundStep[];
  readonly criteria: readonly BoundCriterion[];
}

/** An exercise as its file has it. */
export interface Exercise {
  /** The name of its files: `1-1`. */
  readonly id: string;
  readonly level: LabLevel;
  readonly needs: readonly LabNeed[];
  readonly full: ExerciseCourse;
  /** The same in a fraction of the time, for tests: what it says is no proof. */
  readonly short: ExerciseCourse;
}

/** How long an exercise takes at least, milliseconds. */
export function lengthOfCourse({ steps }: ExerciseCourse): number {
  return steps.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
}

/** Must the lab start the server of an exercise itself? */
export function mustStartServer({ needs }: Pick<Exercise, 'needs'>): boolean {
  return needs.some((need) => need !== 'metrics' && need !== 'process');
}
