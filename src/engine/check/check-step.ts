import type { Text } from '../../core/language/template.js';
import type { Exchange } from './exchange-log.js';

/** What two users go through, in this order; those of HTTP are named as in a dialect. */
export const CHECK_STEPS = [
  'reach',
  'register',
  'login',
  'createRoom',
  'connect',
  'join',
  'send',
  'receive',
  'history',
  'read',
  'leave',
] as const;

export type CheckStepName = (typeof CHECK_STEPS)[number];

/** What a step came to. */
export interface StepOutcome {
  /** `left-out`: the dialect has no such step. */
  readonly state: 'ok' | 'failed' | 'left-out';
  /** In words, without a full stop. */
  readonly text: Text;
  /** The one thing to change, a sentence, as far as it can be told. */
  readonly change?: Text | undefined;
}

/** A step that was taken, or left out. */
export interface CheckStep extends Omit<StepOutcome, 'change'> {
  readonly name: CheckStepName;
  /** What went over the connections meanwhile. */
  readonly exchanges: readonly Exchange[];
}
