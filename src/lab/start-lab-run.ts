import type { RunPlan } from '../core/plan.js';
import { checkFits } from '../engine/main/machine-fit.js';
import { type RunHandle, type RunOptions, startRun } from '../engine/main/run.js';
import { estimateRun } from '../load/estimate.js';
import type { FlagValues } from '../scenario/options.js';
import { labPlan } from './lab-plan.js';
import type { LabSession } from './session.js';

/** A run on the learner's server. */
interface LabRun {
  readonly plan: RunPlan;
  readonly run: RunHandle;
  /** Ends it if it still goes on, and must be called on every path. */
  readonly release: () => void;
}

/**
 * Starts a run on the server, which ends when nothing more is to be done.
 * @param flags as `run` takes them
 * @throws UsageError when flags or dialect are wrong, StartError when this machine has no room for it
 */
export async function startLabRun(
  flags: FlagValues,
  urls: readonly string[],
  { settings, signal }: LabSession,
  options: Pick<RunOptions, 'trials'> = {},
): Promise<LabRun> {
  const { plan, secrets, certificates } = await labPlan({ ...settings.flags, ...flags }, urls, settings);
  checkFits({ plan, estimate: estimateRun(plan), listening: 0 });
  const { startWorker } = settings;
  const own = startWorker === undefined ? {} : { startWorker };
  const run = startRun(plan, { secrets, certificates, ...own, ...options });
  const abandon = (): void => run.abandon();
  signal.addEventListener('abort', abandon, { once: true });
  return {
    plan,
    run,
    release() {
      abandon();
      signal.removeEventListener('abort', abandon);
    },
  };
}
