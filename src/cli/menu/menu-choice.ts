import type { RunKind } from '../../core/plan.js';
import type { FlagValues } from '../../scenario/options.js';

/** What an entry starts: a command with its flags, as if they had been typed. */
export interface MenuChoice {
  readonly kind: RunKind | 'capacity';
  readonly flags: FlagValues;
  /** How long the load goes on, where that is known. */
  readonly durationMs?: number;
}
