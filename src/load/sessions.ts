import type { RunPlan } from '../core/plan.js';
import { createRandom, type Random } from '../core/random.js';
import type { DrawnTime, SessionTimes } from '../core/sessions.js';

/** A time away, microseconds since the load began. */
export interface Pause {
  readonly leaveUs: number;
  readonly returnUs: number;
}

/**
 * The pauses of one user, one after the other and without end: the same in every run of the seed, whichever worker it lives in. They
 * follow from the plan alone and never from how long a server takes, so that one slow return moves no later one. Everybody is there when
 * the load begins, in the middle of a session, so that people leave evenly from the first second on and not all after the shortest length.
 */
export function* pausesOf(
  { seed }: Pick<RunPlan, 'seed'>,
  { lengthMs, pauseMs }: SessionTimes,
  user: number,
): Generator<Pause, never> {
  const random = createRandom(seed, `sessions of user ${user}`);
  let leaveUs = Math.round(random.next() * drawnUs(random, lengthMs));
  while (true) {
    const returnUs = leaveUs + drawnUs(random, pauseMs);
    yield { leaveUs, returnUs };
    leaveUs = returnUs + drawnUs(random, lengthMs);
  }
}

function drawnUs(random: Random, { min, max }: DrawnTime): number {
  return Math.round((min + random.next() * (max - min)) * 1000);
}
