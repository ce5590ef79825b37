import { keysOf, recordOf } from '../core/records.js';
import { BucketCounter } from '../metrics/bucket-counter.js';
import type { RunOutcome } from '../metrics/run-outcome.js';

/** Phases before the load whose times a threshold can name. */
const PHASES_OF_USERS = { register: true, login: true, connect: true, join: true } as const;

const NO_TIMES = new BucketCounter();

/** How long one user took for each of these phases, which are of the whole run. */
export const PHASE_TIMES = recordOf(
  keysOf(PHASES_OF_USERS),
  (phase) =>
    ({ outcome }: { readonly outcome: RunOutcome }): BucketCounter =>
      outcome.phases.find(({ name }) => name === phase)?.latency ?? NO_TIMES,
);
