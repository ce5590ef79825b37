import type { ExerciseVariants } from './variant.js';

/** Network delay: a server that gives up on whoever is far away, and one that does not. */
export const delayVariants: ExerciseVariants = {
  broken: [{ name: 'hasty', make: () => ({ options: { pingIntervalMs: 1000, pingTimeoutMs: 100 } }) }],
  solved: { name: 'patient', make: () => ({ options: { pingIntervalMs: 1000, pingTimeoutMs: 20_000 } }) },
};
