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

/** Was it the tester that kept bounds from coming closer, and nothing that was asked for? */
export function isTestersLimit(why: GoalEnd, maxLoadIs: LimitCause): boolean {
  return why === 'generator' || (why === 'max-load' && maxLoadIs !== 'asked');
}

/** What can keep copies from coming, the gravest first. */
export const CAUSES_OF_LOSS = ['connections', 'errors', 'loss'] as const;
export type CauseOfLoss = (typeof CAUSES_OF_LOSS)[number];

/** What can give way in a server, the gravest first. */
export const WEAKNESSES = [...CAUSES_OF_LOSS, 'latency', 'backlog'] as const;
export type Weakness = (typeof WEAKNESSES)[number];

/** What can give way: in the server, or, before the server does, the tester itself. */
export const GAVE_WAY = [...WEAKNESSES, 'generator'] as const;
export type GaveWay = (typeof GAVE_WAY)[number];
