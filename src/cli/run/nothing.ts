import { wallClockIso } from '../../core/clock.js';
import type { RunPlan } from '../../core/plan.js';
import { emptyOutcome } from '../../metrics/outcome-builder.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import type { RunSignal } from './interrupts.js';

/** The outcome of a run that was ended before it began. */
export function outcomeOfNothing(plan: RunPlan, interruption: RunSignal): RunOutcome {
  return {
    ...emptyOutcome(plan, wallClockIso()),
    interruption,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    findings: [`Ended by ${interruption} before the run began: nothing was measured.`],
  };
}
