import { type Message, message } from '../../core/language/words.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import { type Course, courseOf } from '../course.js';
import { remedyOf, type SaidReason, type Verdict, type VerdictReason } from '../verdict.js';
import { auditFindings } from './audit.js';
import { courseFindings } from './course.js';
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
import { entranceFindings } from './entrances.js';
import { errorFindings } from './errors.js';
import { lossFindings } from './losses.js';
import { readFindings } from './reads.js';
import { serverFindings } from './server.js';
import { sessionFindings } from './sessions.js';
import { stageFindings, unmeasuredFindings } from './stages.js';
import { slowReaderFindings, stormFindings } from './storms.js';

/** Everything that can be found in a run's numbers, the gravest first; a new kind of finding is one function and one line here. */
const FINDERS: readonly ((outcome: RunOutcome, verdict: Verdict, course: Course) => Message[])[] = [
  lossFindings,
  unmeasuredFindings,
  entranceFindings,
  auditFindings,
  stormFindings,
  slowReaderFindings,
  readFindings,
  sessionFindings,
  (_outcome, _verdict, course) => courseFindings(course),
  serverFindings,
  lateFindings,
  strayFindings,
  cutFindings,
  duplicateFindings,
  orderFindings,
  asideFindings,
  stageFindings,
  unsentFindings,
  adviceFindings,
  observerFindings,
  errorFindings,
];

/**
 * What a run's numbers say, as plain sentences in any language: what went wrong where and when, and what happened at the same time. Nothing in
 * them is guessed: what is merely possible is said to be possible.
 */
export function findingsOf(outcome: RunOutcome, verdict: Verdict, course = courseOf(outcome, verdict)): Message[] {
  return FINDERS.flatMap((find) => find(outcome, verdict, course));
}

/** What to do about the gravest reason of a verdict that is not VALID. */
function adviceFindings(_outcome: RunOutcome, verdict: Verdict): Message[] {
  const [gravest] = verdict.reasons;
  const remedy = remedyOf(verdict);
  return gravest === undefined || remedy === undefined
    ? []
    : [message('advice', { level: verdict.level, reason: reasonOf(gravest), remedy })];
}

/** A reason in any language, where it was not read from a report. */
function reasonOf(reason: VerdictReason | SaidReason): Message | string {
  return 'said' in reason ? reason.said : reason.message;
}
