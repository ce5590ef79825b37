import type { StartWorker } from '../engine/worker-port.js';
import type { FlagValues } from '../scenario/options.js';
import type { LearnerServer } from './server/learner-server.js';

/** What is the same for every load of a check. */
export interface LoadSettings {
  /** Flags of `run` that go before those of the exercise: dialect, hosts that are allowed. */
  readonly flags: FlagValues;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cpuCount: number;
  /** Where the engine's workers live; in threads unless a test says otherwise. */
  readonly startWorker?: StartWorker | undefined;
}

/** The server that is checked, and how it is spoken to. */
export interface LabHome {
  readonly server: LearnerServer;
  readonly settings: LoadSettings;
  /** Aborts when nothing more is to be done. */
  readonly signal: AbortSignal;
}
