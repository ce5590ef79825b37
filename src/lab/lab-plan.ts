import { comingYear } from '../core/clock.js';
import { createRunId } from '../core/ids.js';
import type { RunPlan } from '../core/plan.js';
import { createRunSecrets, type RunSecrets } from '../core/run-secrets.js';
import type { ResolvedScenario } from '../scenario/api.js';
import type { FlagValues } from '../scenario/options.js';
import { resolvePlan } from '../scenario/resolve.js';
import type { LoadSettings } from './lab-home.js';

/** The same course of every check: who hears whom, and when, is not the learner's luck. */
const SEED = '1';

/** The plan of a load on the learner's server. @param urls its addresses @throws UsageError when flags or dialect are wrong */
export async function labPlan(
  given: FlagValues,
  urls: readonly string[],
  { environment, cpuCount, flags: { dialect } }: LoadSettings,
): Promise<{
  readonly plan: RunPlan;
  readonly secrets: RunSecrets;
  readonly certificates: ResolvedScenario['certificates'];
}> {
  const [target] = urls;
  const { plan, variables, accounts, certificates } = await resolvePlan({
    kind: 'run',
    flags: {
      seed: SEED,
      canary: false,
      target: urls.length === 1 ? target : urls,
      ...given,
      ...(dialect === undefined ? {} : { dialect }),
    },
    year: comingYear(),
    freshSeed: 1,
    runId: createRunId(),
    cpuCount,
    environment,
    checkThreshold: () => undefined,
    checkAlert: () => undefined,
  });
  return { plan, secrets: createRunSecrets(variables, accounts), certificates };
}
