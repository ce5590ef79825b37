import { deliveryOf } from '../metrics/latency-summary.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import { stagePart } from '../metrics/stage-parts.js';
import { recoveriesOf } from './recovery.js';
import type { ThresholdFacts } from './threshold-metrics.js';

/** What thresholds of a stage are evaluated on. @returns the facts of a stage by its name; undefined when there is no such stage */
export function stageFactsOf(outcome: RunOutcome, usersAsked: number): (stage: string) => ThresholdFacts | undefined {
  let recoveries: readonly (number | null)[] | undefined;
  return (name) => {
    const index = outcome.stages.findIndex((stage) => stage.name === name);
    const stage = outcome.stages[index];
    if (stage === undefined) return undefined;
    const { echo, fanout } = stage.latency;
    recoveries ??= recoveriesOf(outcome);
    const recoveryMs = recoveries[index] ?? null;
    return { outcome: stagePart(outcome, stage), delivery: deliveryOf(echo, fanout), usersAsked, recoveryMs };
  };
}
