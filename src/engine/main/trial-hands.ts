import type { OwnPhaseName } from '../../core/phases.js';
import type { LoadSpec } from '../../load/load.js';
import type { Interruption, RunOutcome } from '../../metrics/run-outcome.js';
import type { FloodRecord } from './flood-record.js';

/** What a run does for its trials. */
export interface TrialHands {
  /** Why nothing new is begun, if so. */
  readonly interruption: Interruption | null;
  /** @param senders by worker: pairs of room and member number that may send; all who could at first when left out */
  flood(load: LoadSpec, senders?: readonly Int32Array[]): Promise<FloodRecord>;
  perform(phase: OwnPhaseName): Promise<unknown>;
  /** What the last flood measured. */
  outcome(): RunOutcome;
}
