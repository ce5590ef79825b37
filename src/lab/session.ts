import type { StartWorker } from '../engine/worker-port.js';
import type { FlagValues } from '../scenario/options.js';
import type { Gathering } from './evidence.js';
import type { LearnerServer } from './server/learner-server.js';
import type { TextFilter } from './watch/text-filter.js';

/** What is the same for every load of a check. */
export interface LoadSettings {
  /** Flags of `run` that go before those of the exercise: dialect, hosts that are allowed. */
  readonly flags: FlagValues;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cpuCount: number;
  /** Where the engine's workers live; in threads unless a test says otherwise. */
  readonly startWorker?: StartWorker | undefined;
}

/** What is at work while an exercise is checked. */
export interface LabSession {
  readonly server: LearnerServer;
  readonly settings: LoadSettings;
  /** What the server asks before it takes a message, where the exercise has that. */
  readonly filter: TextFilter | undefined;
  readonly evidence: Gathering;
  /** Aborts when nothing more is to be done. */
  readonly signal: AbortSignal;
}
