import { stageFactsOf } from '../judgement/stage-facts.js';
import type { ThresholdFacts } from '../judgement/threshold-metrics.js';
import { evaluateThresholds, parseThresholds, type ThresholdResult } from '../judgement/thresholds.js';
import type { PhaseResult, RunOutcome } from '../metrics/run-outcome.js';
import type { ReportPlan } from './report-types.js';

/** A target that went away for good fails the run, whatever thresholds were asked for. */
const TARGET_LOST: ThresholdResult = { expression: 'connections>0', actual: 0, passed: false };

/** So does a server that delivered nothing. */
const NOTHING_DELIVERED: ThresholdResult = { expression: 'delivered>0', actual: 0, passed: false };

/** And so does a connection test that did not open what it was asked for: connections are all that it is about. */
const NOT_ALL_OPENED = 'opened==100%';

/** How a run ended, as its outcome or its report has it. */
interface Ending {
  readonly interruption: RunOutcome['interruption'];
  readonly phases: readonly { readonly name: PhaseResult['name'] }[];
  readonly deliveries: { readonly received: number };
  readonly connections: { readonly asked: number; readonly opened: number };
}

/** The promises that nobody has to ask for, where they are broken: they follow those that were asked for. */
export function unasked({ interruption, phases, deliveries, connections }: Ending): ThresholdResult[] {
  if (interruption === 'target-lost') return [TARGET_LOST];
  // A connection test joins no rooms, and delivers nothing.
  const isRun = phases.some(({ name }) => name === 'join');
  if (interruption !== null) return [];
  if (isRun) return deliveries.received === 0 ? [NOTHING_DELIVERED] : [];
  const { asked, opened } = connections;
  const wasHeld = phases.some(({ name }) => name === 'flood');
  return wasHeld && opened < asked ? [{ expression: NOT_ALL_OPENED, actual: opened / asked, passed: false }] : [];
}

/**
 * The thresholds of a run, those that were asked for first.
 * @param facts of what was measured, a warm-up left out
 */
export function thresholdResults(
  outcome: RunOutcome,
  facts: ThresholdFacts,
  { thresholds, plan }: { readonly thresholds: readonly string[]; readonly plan: ReportPlan },
): ThresholdResult[] {
  const names = plan.stages?.map(({ name }) => name);
  const factsOf = stageFactsOf(outcome, plan.users);
  const asked = evaluateThresholds(parseThresholds(thresholds, 'thresholds', names), facts, factsOf);
  return [...asked, ...unasked(outcome)];
}
