import type { RunPlan } from '../../../core/plan.js';
import type { RunOptions } from '../../../engine/main/run.js';
import type { TrialStage } from '../../../engine/main/trial-stage.js';
import type { RunOutcome } from '../../../metrics/run-outcome.js';
import type { Io } from '../../io.js';
import { Audience } from '../../run/audience.js';
import type { Interrupts } from '../../run/interrupts.js';
import { perform } from '../../run/perform.js';
import type { SearchDisplay } from './search-display.js';

/** What all runs of one search share. */
export interface SearchSession {
  readonly io: Io;
  readonly interrupts: Interrupts;
  readonly display: SearchDisplay;
}

/** What a run takes beside its plan. */
interface TrialsOptions extends Omit<RunOptions, 'startWorker' | 'trials' | 'admitted'> {
  readonly admitted?: number | undefined;
  /** Resolves when the target's process has ended, where that can be known. */
  readonly targetGone?: Promise<unknown> | undefined;
}

/** Gets people of a plan connected, and lets `trials` do with them what it wants. */
export function performTrials(
  plan: RunPlan,
  { io, interrupts, display }: SearchSession,
  { targetGone, admitted, ...options }: TrialsOptions,
  trials: (stage: TrialStage) => Promise<void>,
): Promise<RunOutcome> {
  return perform(plan, {
    audience: new Audience(display),
    interrupts,
    io,
    targetGone,
    options: { ...options, trials, ...(admitted === undefined ? {} : { admitted }) },
  });
}
