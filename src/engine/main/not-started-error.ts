import { StartError } from '../../core/errors.js';
import { inEnglish, message } from '../../core/language/words.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';

/** A run in which there was nothing to measure, with what is known of it all the same: its phases, their errors, what was noticed. */
export class NotStartedError extends StartError {
  readonly outcome: RunOutcome;

  /** @param reason what the user is told */
  constructor(reason: StartError, outcome: RunOutcome) {
    const { message: why, hint } = reason.said;
    super(why, { cause: reason.cause, ...(hint === undefined ? {} : { hint }) });
    this.outcome = outcome;
  }
}

/** What a report says of a run that could not start: why, and what to do. */
export function couldNotStart({ message: why, hint }: StartError): string {
  return inEnglish(message('end.could-not-start', { why: hint === undefined ? why : `${why} ${hint}` }));
}
