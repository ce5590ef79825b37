import { inEnglish, message } from '../core/language/words.js';
import type { Course } from '../judgement/course.js';
import { findingsOf } from '../judgement/findings/index.js';
import type { GradeFacts } from '../judgement/grade.js';
import type { SaidVerdict, Verdict, VerdictLevel } from '../judgement/verdict.js';
import { type Interruption, perSecondOfFlood, type RunOutcome } from '../metrics/run-outcome.js';
import type { ReportPlan } from './report-types.js';

/** What the numbers of `--rate max` mean. */
export const CLOSED_MODEL = message('note.closed-model');

/** What a grade is given for. @param measured what of the run is measured */
export function gradeFactsOf(measured: RunOutcome, verdict: VerdictLevel, deliveryP95Ms: number | null): GradeFacts {
  const completedPerSecond = perSecondOfFlood(measured, measured.counters.completed);
  return { verdict, lost: measured.deliveries.lost, completedPerSecond, deliveryP95Ms };
}

/** Runs whose notices qualify the rest, and come first. */
const NOTICED_FIRST: readonly (Interruption | null)[] = ['killed', 'could-not-start'];

/** What the numbers say, and what was noticed on the way. */
export function findingReport(
  outcome: RunOutcome,
  verdict: SaidVerdict,
  course: Course,
  { rate }: ReportPlan,
): string[] {
  const said = findingsOf(outcome, verdict, course).map(inEnglish);
  const model = rate === 'max' ? [inEnglish(CLOSED_MODEL)] : [];
  const noticed = outcome.findings;
  return [
    ...new Set([
      ...model,
      ...(NOTICED_FIRST.includes(outcome.interruption) ? [...noticed, ...said] : [...said, ...noticed]),
    ]),
  ];
}

/** What follows from the numbers of a report: findings that are in it for no other reason. */
export function findingsOfNumbers(outcome: RunOutcome, verdict: Verdict): ReadonlySet<string> {
  return new Set([CLOSED_MODEL, ...findingsOf(outcome, verdict)].map(inEnglish));
}
