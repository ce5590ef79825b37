import type * as z from 'zod';
import { withParticles } from '../../core/language/particles.js';
import type { Evidence } from '../evidence.js';
import type { Words } from '../words.js';

/** What a criterion says of a server. */
export interface CriterionFinding {
  /** `unproven`: what was measured cannot say it, through no fault of the server. */
  readonly status: 'held' | 'failed' | 'unproven';
  /** What was measured, the end of a line; of what is unproven, why. */
  readonly measured: Words;
  /** Does it follow from counts, which a busy machine does not spoil, or from times? Counts unless said otherwise. */
  readonly basis?: 'counts' | 'times';
}

/** A criterion with the bounds of an exercise. */
export interface BoundCriterion {
  /** Its name in exercise files and in reports: `metrics-users`. */
  readonly name: string;
  /** What has to be so, with the bound in it. */
  readonly title: Words;
  judge(evidence: Evidence): CriterionFinding;
}

/** How a criterion is declared; its bounds are what an exercise file says beside its name. */
interface CriterionSpec<Bounds> {
  readonly bounds: z.ZodType<Bounds>;
  readonly title: (bounds: Bounds) => Words;
  readonly judge: (evidence: Evidence, bounds: Bounds) => CriterionFinding;
}

/** A criterion as the table of them has it. */
export interface Criterion {
  /** Reads the bounds of an exercise file. @throws z.ZodError when they are not what the criterion takes */
  bind(name: string, raw: unknown): BoundCriterion;
}

/** Declares a criterion. */
export function defineCriterion<Bounds>({ bounds, title, judge }: CriterionSpec<Bounds>): Criterion {
  return {
    bind(name, raw) {
      const read = bounds.parse(raw);
      return {
        name,
        title: spoken(title(read)),
        judge(evidence) {
          const finding = judge(evidence, read);
          return { ...finding, measured: spoken(finding.measured) };
        },
      };
    },
  };
}

/** Korean particles follow the sound of the values before them. */
function spoken(words: Words): Words {
  return { ...words, ko: withParticles(words.ko) };
}

/** A finding by whether counts are as they have to be, or anything else that a busy machine does not spoil. */
export function countsHold(isHeld: boolean, measured: Words): CriterionFinding {
  return holdsBy('counts', isHeld, measured);
}

/** A finding by whether something was quick enough, or came in time. */
export function timesHold(isHeld: boolean, measured: Words): CriterionFinding {
  return holdsBy('times', isHeld, measured);
}

/** A finding by what an exercise file chooses. */
export function holdsBy(basis: 'counts' | 'times', isHeld: boolean, measured: Words): CriterionFinding {
  return { status: isHeld ? 'held' : 'failed', measured, basis };
}

/** A finding of which nothing can be said. */
export function unproven(measured: Words): CriterionFinding {
  return { status: 'unproven', measured };
}
