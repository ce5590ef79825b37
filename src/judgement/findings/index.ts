import type { RunOutcome } from '../../metrics/run-outcome.js';
import type { Verdict } from '../verdict.js';
import { causeFindings } from './causes.js';
import { cutFindings, duplicateFindings, orderFindings, strayFindings, unsentFindings } from './deliveries.js';
import { errorFindings } from './errors.js';
import { lossFindings } from './losses.js';

/** Everything that can be found in a run's numbers, the gravest first; a new kind of finding is one function and one line here. */
const FINDERS: readonly ((outcome: RunOutcome, verdict: Verdict) => string[])[] = [
  lossFindings,
  strayFindings,
  cutFindings,
  duplicateFindings,
  orderFindings,
  unsentFindings,
  (_outcome, verdict) => causeFindings(verdict),
  errorFindings,
];

/**
 * What a run's numbers say, in plain sentences: what went wrong where and when, and what happened at the same time. Nothing in them
 * is guessed: what only may be so is said to be no more than that.
 */
export function findingsOf(outcome: RunOutcome, verdict: Verdict): string[] {
  return FINDERS.flatMap((find) => find(outcome, verdict));
}
