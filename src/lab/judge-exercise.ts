import { sumOf } from '../core/numbers.js';
import type { SaidReason } from '../judgement/verdict.js';
import type { BoundCriterion, CriterionFinding } from './criteria/criterion.js';
import type { Evidence, LoadEvidence } from './evidence.js';
import type { Words } from './words.js';

export type LabVerdict = 'PASSED' | 'FAILED' | 'NOT PROVEN';

/** A criterion, and what it says. */
export interface CriterionResult {
  readonly name: string;
  readonly title: Words;
  readonly status: CriterionFinding['status'];
  readonly measured: Words;
  /** By what the generator was the limit, where that excuses a failure; null elsewhere. */
  readonly excuse: SaidReason | null;
}

/** What an exercise comes to. */
export interface JudgedExercise {
  readonly verdict: LabVerdict;
  readonly criteria: readonly CriterionResult[];
  /** Why nothing is proven although nothing failed; null where that is not so, or where criteria say it. */
  readonly doubt: Words | null;
}

/** Of the messages that were asked for, the generator may leave out this share: less is another load than that of the exercise. */
const MOST_NOT_OFFERED = 0.01;

/**
 * Judges a server by what was seen of it. A failure that a busy machine explains is none, and no proof either: of criteria on times, when the generator
 * was late, of all of them, when it did not count right; and who held under less than the load has proven nothing.
 */
export function judgeExercise(criteria: readonly BoundCriterion[], evidence: Evidence): JudgedExercise {
  const { loads } = evidence;
  const results = criteria.map((criterion): CriterionResult => {
    const { name, title } = criterion;
    const finding = criterion.judge(evidence);
    const excuse = excuseOf(finding, loads);
    const { measured } = finding;
    return { name, title, status: excuse === null ? finding.status : 'unproven', measured, excuse };
  });
  const doubt = results.some(({ status }) => status === 'failed') ? null : doubtOf(loads);
  return { verdict: verdictOfResults(results, doubt), criteria: results, doubt };
}

function verdictOfResults(results: readonly CriterionResult[], doubt: Words | null): LabVerdict {
  if (results.some(({ status }) => status === 'failed')) return 'FAILED';
  return doubt !== null || results.some(({ status }) => status === 'unproven') ? 'NOT PROVEN' : 'PASSED';
}

/** Delays of the generator only ever make times worse, so what held in spite of them holds. */
function excuseOf({ status, basis }: CriterionFinding, loads: readonly LoadEvidence[]): SaidReason | null {
  if (status !== 'failed') return null;
  const part = basis === 'times' ? 'times' : 'counts';
  const verdict = loads.map((load) => load.verdict).find((one) => one[part].level === 'INVALID');
  return verdict?.reasons.find((reason) => reason.part === part || reason.part === 'both') ?? null;
}

function doubtOf(loads: readonly LoadEvidence[]): Words | null {
  const [asked, left] = [
    sumOf(loads.map(({ outcome }) => outcome.counters.intended)),
    sumOf(loads.map(({ outcome }) => outcome.unsentWritable)),
  ];
  return left > MOST_NOT_OFFERED * asked
    ? {
        en: `this machine sent only ${asked - left} of the ${asked} messages of the load; close other programs and try again`,
        ko: `이 컴퓨터가 부하의 메시지 ${asked}건 중 ${asked - left}건만 보냈습니다. 다른 프로그램을 닫고 다시 해 보세요`,
      }
    : null;
}
