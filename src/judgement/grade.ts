import { formatCount, formatLatencyMs, formatRate } from '../core/units.js';
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

/** The highest level that a run earns. Only a VALID run that lost nothing earns one. */
export function gradeOf(facts: GradeFacts): Grade {
  // Each level asks more than the one below it, so the first that lacks something ends the climb.
  const reached = LEVELS.findIndex((step) => lacksOf(step, facts).length > 0);
  const next = reached === -1 ? undefined : LEVELS[reached];
  const held = reached === -1 ? LEVELS.at(-1) : LEVELS[reached - 1];
  const lacks = next === undefined ? [] : lacksOf(next, facts);
  return {
    level: held?.level ?? null,
    next: next === undefined ? null : `${next.level} takes ${lacks.join(', and ')}`,
    why:
      held === undefined
        ? `no grade: ${reasonsAgainst(facts).join(', and ')}`
        : `VALID, nothing lost, ${figures(facts)}`,
  };
}

function lacksOf(step: (typeof LEVELS)[number], facts: GradeFacts): string[] {
  const { verdict, lost, completedPerSecond, deliveryP95Ms } = facts;
  const lacks: string[] = [];
  if (verdict !== 'VALID') lacks.push(`a VALID run (this one is ${verdict})`);
  if (lost > 0) lacks.push(`a run that loses nothing (this one lost ${formatCount(lost)})`);
  if (completedPerSecond < step.messagesPerSecond) {
    lacks.push(
      `${formatCount(step.messagesPerSecond)} completed messages/s (this run ${formatRate(completedPerSecond)})`,
    );
  }
  if (deliveryP95Ms === null || deliveryP95Ms > step.p95Ms) {
    lacks.push(`p95(delivery) of at most ${step.p95Ms} ms (this run ${formatLatencyMs(deliveryP95Ms)})`);
  }
  return lacks;
}

/** Why there is no grade: what stands in the way of every level comes first and alone. */
function reasonsAgainst(facts: GradeFacts): string[] {
  const reasons: string[] = [];
  if (facts.verdict !== 'VALID') reasons.push(`the run is ${facts.verdict}`);
  if (facts.lost > 0) reasons.push(`it lost ${formatCount(facts.lost)} deliveries`);
  return reasons.length > 0 ? reasons : [figures(facts)];
}

function figures({ completedPerSecond, deliveryP95Ms }: GradeFacts): string {
  return `${formatRate(completedPerSecond)} completed messages/s at p95(delivery) ${formatLatencyMs(deliveryP95Ms)}`;
}
