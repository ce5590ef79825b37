import { wallClockIso } from '../../core/clock.js';
import type { RunPlan } from '../../core/plan.js';
import { emptyOutcome } from '../../metrics/outcome-builder.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import type { RunSignal } from './interrupts.js';

/** The outcome of a run that ended before it began. @param why a sentence for the report */
export function outcomeOfNothing(
  plan: Pick<RunPlan, 'target' | 'users'>,
  interruption: RunSignal | 'could-not-start',
  why: string,
): RunOutcome {
  return {
    ...emptyOutcome(plan, wallClockIso()),
    interruption,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    findings: [why],
  };
}
