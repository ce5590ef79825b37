import type { RunOutcome } from '../../metrics/run-outcome.js';
import { remedyOf, type Verdict } from '../verdict.js';
import { auditFindings } from './audit.js';
import {
  asideFindings,
  cutFindings,
  duplicateFindings,
  lateFindings,
  observerFindings,
  orderFindings,
  strayFindings,
  unsentFindings,
} from './deliveries.js';
import { errorFindings } from './errors.js';
import { lossFindings } from './losses.js';

/** Everything that can be found in a run's numbers, the gravest first; a new kind of finding is one function and one line here. */
const FINDERS: readonly ((outcome: RunOutcome, verdict: Verdict) => string[])[] = [
  lossFindings,
  auditFindings,
  lateFindings,
  strayFindings,
  cutFindings,
  duplicateFindings,
  orderFindings,
  asideFindings,
  unsentFindings,
  adviceFindings,
  observerFindings,
  errorFindings,
];

/**
 * What a run's numbers say, in plain sentences: what went wrong where and when, and what happened at the same time. Nothing in
 * them is guessed: what is merely possible is said to be possible.
 */
export function findingsOf(outcome: RunOutcome, verdict: Verdict): string[] {
  return FINDERS.flatMap((find) => find(outcome, verdict));
}

/** What to do about the gravest reason of a verdict that is not VALID. */
function adviceFindings(_outcome: RunOutcome, verdict: Verdict): string[] {
  const [gravest] = verdict.reasons;
  const remedy = remedyOf(verdict);
  return gravest === undefined || remedy === undefined
    ? []
    : [`${verdict.level} because ${gravest.message}. ${remedy}`];
}
