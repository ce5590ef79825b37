import type { RunPlan } from '../core/plan.js';
import { createRandom } from '../core/random.js';

/** When each user of a plan comes, microseconds since the first: the same in every run of the seed, whichever worker it lives in. */
export function arrivalTimesUs({ users, seed }: Pick<RunPlan, 'users' | 'seed'>, perSecond: number): Float64Array {
  const order = createRandom(seed, 'arrivals').shuffle(Array.from({ length: users }, (_, user) => user));
  const timesUs = new Float64Array(users);
  for (const [place, user] of order.entries()) timesUs[user] = Math.round((place * 1e6) / perSecond);
  return timesUs;
}
