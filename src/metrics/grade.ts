export type GradeLevel = 'Bronze' | 'Silver' | 'Gold' | 'Platinum';

/** What a run has earned. */
export interface Grade {
  readonly level: GradeLevel | null;
  /** What the next level lacks; null at the top. */
  readonly next: string | null;
  /** Why it is this level, or none. */
  readonly why: string;
}
