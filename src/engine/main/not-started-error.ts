import { StartError } from '../../core/errors.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';

/** A run in which there was nothing to measure, with what is known of it all the same: its phases, their errors, what was noticed. */
export class NotStartedError extends StartError {
  readonly outcome: RunOutcome;

  /** @param reason what the user is told */
  constructor(reason: StartError, outcome: RunOutcome) {
    super(reason.message, { cause: reason.cause, ...(reason.hint === undefined ? {} : { hint: reason.hint }) });
    this.outcome = outcome;
  }
}
