/** What a search varies. */
export const VARIED = ['rate', 'users'] as const;
export type Varied = (typeof VARIED)[number];

/** Why the bounds of a goal are what they are; all but the first make a result irregular. */
export const ENDS = [
  'found',
  'max-load',
  'generator',
  'min-load',
  'indivisible',
  'time',
  'interrupted',
  'target-lost',
  'trials',
  'not-started',
] as const;
export type GoalEnd = (typeof ENDS)[number];

/** What a Max Load comes from: what the tester could offer to a sink of its own, what it could offer in a trial, or `--max`. */
export const LIMIT_CAUSES = ['calibration', 'trial', 'asked'] as const;
export type LimitCause = (typeof LIMIT_CAUSES)[number];

/** What can give way, the gravest first. */
export const WEAKNESSES = ['connections', 'errors', 'loss', 'latency', 'backlog'] as const;
export type Weakness = (typeof WEAKNESSES)[number];
