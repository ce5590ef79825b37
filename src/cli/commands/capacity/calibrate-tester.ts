import { calibrate } from '../../../capacity/calibrate.js';
import type { Tester } from '../../../capacity/conduct.js';
import type { CapacityGoal } from '../../../capacity/goals.js';
import type { RunPlan } from '../../../core/plan.js';
import { startEmbeddedSink } from '../../../practice/embedded.js';
import { SINK_DIALECT } from '../../../practice/sink/sink-dialect.js';
import { performTrials, type SearchSession } from './search-session.js';
import type { VariedLoad } from './varied-load.js';

/** Enough to see whether the generator keeps up: what it cannot do it cannot do from the first moment on. */
const TRIAL_MS = 1000;
const DRAIN_MS = 1000;
/** Every machine can do that, and if it cannot, half of it is asked for by the search. */
const FIRST_LOAD = 2000;

/** As many people as it takes to see what a connection costs. */
const MOST_USERS = 200;

/**
 * Finds what this machine can offer, with the same people and rooms, to a sink of its own.
 * @returns messages per second; undefined when not even the first load could be offered
 */
export async function calibrateTester(
  { plan, max, messagesPerSecondOfLoad }: VariedLoad,
  goals: readonly CapacityGoal[],
  session: SearchSession,
): Promise<number | undefined> {
  const { display } = session;
  const sink = await startEmbeddedSink();
  let most: number | undefined;
  display.isCalibrating = true;
  try {
    await performTrials(planOfSink(plan, sink.url), session, {}, async (stage) => {
      const tester: Tester = {
        get interruption() {
          return stage.interruption;
        },
        hold(asked) {
          display.onCalibration(asked);
          return stage.hold(asked);
        },
      };
      const limit = max === null ? Number.POSITIVE_INFINITY : max * messagesPerSecondOfLoad;
      most = await calibrate(tester, { from: FIRST_LOAD, max: limit, trialMs: TRIAL_MS, goals });
    });
  } finally {
    display.isCalibrating = false;
    await sink.stop();
  }
  return most;
}

function planOfSink(plan: RunPlan, target: string): RunPlan {
  const users = Math.min(plan.users, MOST_USERS);
  const rooms = Math.max(1, Math.round((plan.rooms * users) / plan.users));
  const length = { durationMs: TRIAL_MS, drainMs: DRAIN_MS };
  return { ...plan, ...length, users, rooms, target, otherTargets: [], dialect: SINK_DIALECT, allowedHosts: [] };
}
