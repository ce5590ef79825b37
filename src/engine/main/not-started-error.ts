import { StartError } from '../../core/errors.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';

/** A run in which there was nothing to measure, with what is known of it all the same: its phases, their errors, what was noticed. */
export class NotStartedError extends StartError {
  readonly outcome: RunOutcome;

  /** @param reason what the user is told */
  constructor(reason: StartError, outcome: RunOutcome) {
    const { message, hint } = reason.said;
    super(message, { cause: reason.cause, ...(hint === undefined ? {} : { hint }) });
    this.outcome = outcome;
  }
}
