import { inEnglish, type Message, message } from '../core/language/words.js';
import type { VerdictLevel } from './verdict.js';

export type GradeLevel = 'Bronze' | 'Silver' | 'Gold' | 'Platinum';

/** What a run can earn, the lowest first; `none` is less than all of them. */
export const GRADES = ['none', 'Bronze', 'Silver', 'Gold', 'Platinum'] as const satisfies readonly (
  | GradeLevel
  | 'none'
)[];

/** What a run has earned. */
export interface Grade {
  readonly level: GradeLevel | null;
  /** What the next level lacks; null at the top. */
  readonly next: string | null;
  /** Why it is this level, or none. */
  readonly why: string;
}

/** What a grade is given for. */
export interface GradeFacts {
  readonly verdict: VerdictLevel;
  readonly lost: number;
  /** Messages per second that at least one member received. */
  readonly completedPerSecond: number;
  /** p95(delivery); null when the sample is too small for it. */
  readonly deliveryP95Ms: number | null;
}

/** The levels, lowest first: completed messages per second, at a p95(delivery) of at most so much. */
const LEVELS: readonly { readonly level: GradeLevel; readonly messagesPerSecond: number; readonly p95Ms: number }[] = [
  { level: 'Bronze', messagesPerSecond: 1_000, p95Ms: 100 },
  { level: 'Silver', messagesPerSecond: 5_000, p95Ms: 50 },
  { level: 'Gold', messagesPerSecond: 10_000, p95Ms: 20 },
  { level: 'Platinum', messagesPerSecond: 50_000, p95Ms: 10 },
];

/** A grade before it is said in a language. */
interface SaidGrade {
  readonly level: GradeLevel | null;
  readonly next: Message | null;
  readonly why: Message;
}

/** The highest level that a run earns, in English words. Only a VALID run that lost nothing earns one. */
export function gradeOf(facts: GradeFacts): Grade {
  const { level, next, why } = saidGradeOf(facts);
  return { level, next: next === null ? null : inEnglish(next), why: inEnglish(why) };
}

/** The same, to be said in any language. */
export function saidGradeOf(facts: GradeFacts): SaidGrade {
  // Each level asks more than the one below it, so the first that lacks something ends the climb.
  const reached = LEVELS.findIndex((step) => lacksOf(step, facts).length > 0);
  const next = reached === -1 ? undefined : LEVELS[reached];
  const held = reached === -1 ? LEVELS.at(-1) : LEVELS[reached - 1];
  const lacks = next === undefined ? [] : lacksOf(next, facts);
  return {
    level: held?.level ?? null,
    next: next === undefined ? null : message('grade.next', { level: next.level, lacks: together(lacks) }),
    why:
      held === undefined
        ? message('grade.none', { reasons: together(reasonsAgainst(facts)) })
        : message('grade.earned', { figures: figures(facts) }),
  };
}

function lacksOf(step: (typeof LEVELS)[number], facts: GradeFacts): Message[] {
  const { verdict, lost, completedPerSecond, deliveryP95Ms } = facts;
  const lacks: Message[] = [];
  if (verdict !== 'VALID') lacks.push(message('grade.lacks.valid', { verdict }));
  if (lost > 0) lacks.push(message('grade.lacks.lossless', { lost }));
  if (completedPerSecond < step.messagesPerSecond) {
    lacks.push(message('grade.lacks.rate', { needed: step.messagesPerSecond, rate: completedPerSecond }));
  }
  if (deliveryP95Ms === null || deliveryP95Ms > step.p95Ms) {
    lacks.push(message('grade.lacks.speed', { limit: step.p95Ms, p95: deliveryP95Ms }));
  }
  return lacks;
}

/** Why there is no grade: what stands in the way of every level comes first and alone. */
function reasonsAgainst(facts: GradeFacts): Message[] {
  const reasons: Message[] = [];
  if (facts.verdict !== 'VALID') reasons.push(message('grade.none.verdict', { verdict: facts.verdict }));
  if (facts.lost > 0) reasons.push(message('grade.none.lost', { lost: facts.lost }));
  return reasons.length > 0 ? reasons : [figures(facts)];
}

function figures({ completedPerSecond, deliveryP95Ms }: GradeFacts): Message {
  return message('grade.figures', { rate: completedPerSecond, p95: deliveryP95Ms });
}

/** `a, and b, and c`. @param parts one at least */
function together(parts: readonly Message[]): Message {
  const [first = message('list.commas', { parts: [] }), ...rest] = parts;
  return rest.length === 0 ? first : message('grade.lacks', { first, rest: together(rest) });
}
