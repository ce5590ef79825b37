import type { Tester } from '#dist/capacity/conduct.js';
import type { AskedTrial } from '#dist/metrics/held-trial.js';
import type { Interruption } from '#dist/metrics/run-outcome.js';
import { heldTrial, trialOutcome, type TrialMade } from './trials.js';

/** A server that becomes slow above `knee`, and is stopped after so many trials. */
export function testerOf(
  knee: number,
  { stopsAfter = Infinity, with: made = () => ({}) }: { stopsAfter?: number; with?: (load: number) => TrialMade } = {},
): Tester & { readonly asked: AskedTrial[] } {
  const asked: AskedTrial[] = [];
  let interruption: Interruption | null = null;
  return {
    asked,
    get interruption() {
      return interruption;
    },
    hold(trial) {
      asked.push(trial);
      if (asked.length >= stopsAfter) interruption = 'SIGINT';
      const { load, durationMs } = trial;
      const slowestMs = load > knee ? 2000 : 10;
      return Promise.resolve(heldTrial(trialOutcome(load, { durationMs, slowestMs, ...made(load) })));
    },
  };
}
