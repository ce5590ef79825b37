import type { RunPlan } from '../core/plan.js';
import { createRandom } from '../core/random.js';

/**
 * A part of the users: the same ones in every run of the seed, whichever worker they live in.
 * @param share of all, 0–1
 * @param purpose what they are drawn for; every purpose has draws of its own
 */
export function drawUsers(
  { users, seed }: Pick<RunPlan, 'users' | 'seed'>,
  share: number,
  purpose: string,
): ReadonlySet<number> {
  const everybody = Array.from({ length: users }, (_, user) => user);
  return new Set(
    createRandom(seed, purpose)
      .shuffle(everybody)
      .slice(0, Math.round(users * share)),
  );
}
