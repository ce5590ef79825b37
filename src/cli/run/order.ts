import { availableParallelism } from 'node:os';
import { comingYear } from '../../core/clock.js';
import { type Problem, saidProblem, UsageError } from '../../core/errors.js';
import { createRunId } from '../../core/ids.js';
import type { RunKind } from '../../core/plan.js';
import { freshSeed } from '../../core/random.js';
import { estimateRun, type RunEstimate } from '../../load/estimate.js';
import type { OutSpec } from '../../report/out-spec.js';
import { RefusedTargetError, type ResolvedScenario } from '../../scenario/api.js';
import { type FlagValues, OPTIONS, type OptionName, type OptionSpec } from '../../scenario/options.js';
import { resolvePlan } from '../../scenario/resolve.js';
import type { Io } from '../io.js';
import { readRunOutputs } from '../out-flags.js';
import { type AgentsWish, agentsWishOf } from './agents-wish.js';
import { type Baseline, readBaseline } from './baseline.js';
import { commandLineOf } from './command-line.js';

/** Everything that is settled before a run touches anything. */
export interface RunOrder {
  readonly kind: RunKind;
  readonly scenario: ResolvedScenario;
  readonly estimate: RunEstimate;
  readonly outputs: readonly OutSpec[];
  /** What the run is compared with. */
  readonly baseline: Baseline | undefined;
  /** A command line that makes the same run again. */
  readonly command: string;
  /** The machines that are to make its load; undefined where this one does. */
  readonly agents: AgentsWish | undefined;
  /** Why it must not be performed. */
  readonly refusal: RefusedTargetError | undefined;
}

/**
 * Reads and checks flags, files and outputs.
 * @param strays problems that the command line has already shown
 * @throws UsageError with every problem at once
 */
export async function takeOrder(
  kind: RunKind,
  flags: FlagValues,
  env: Io['env'],
  strays: readonly Problem[],
): Promise<RunOrder> {
  const { outputs, problems: outputProblems } = await readRunOutputs(flags);
  const { baseline, problems: baselineProblems } = await readBaseline(flags);
  const problems = [...strays, ...flagProblems(flags), ...outputProblems, ...baselineProblems];
  const { scenario, refusal } = await resolveScenario(kind, flags, env, problems);
  return {
    kind,
    scenario,
    estimate: estimateRun(scenario.plan),
    outputs,
    baseline,
    agents: agentsWishOf(flags),
    command: commandLineOf(kind, flags, scenario.plan.seed),
    refusal,
  };
}

async function resolveScenario(
  kind: RunKind,
  flags: FlagValues,
  env: Io['env'],
  problems: readonly Problem[],
): Promise<Pick<RunOrder, 'scenario' | 'refusal'>> {
  let scenario: ResolvedScenario | undefined;
  let refusal: RefusedTargetError | undefined;
  try {
    scenario = await resolvePlan({
      kind,
      flags,
      year: comingYear(),
      freshSeed: freshSeed(),
      runId: createRunId(),
      // Agents say how many they offer; what helps is asked for.
      cpuCount: flags.agents === undefined ? availableParallelism() : Number.POSITIVE_INFINITY,
      environment: env,
      // Expressions are read by what judges them, which a plan without any does not wait for.
      checkThreshold: async (text, stages) =>
        (await import('../../judgement/thresholds.js')).faultOfThreshold(text, stages),
      checkAlert: async (text, stages) => (await import('../../judgement/alerts.js')).faultOfAlert(text, stages),
    });
  } catch (thrown) {
    if (thrown instanceof UsageError) throw new UsageError([...problems, ...thrown.problems]);
    if (!(thrown instanceof RefusedTargetError)) throw thrown;
    ({ scenario } = thrown);
    refusal = thrown;
  }
  // A wrong command line is told before a refused target.
  if (problems.length > 0) throw new UsageError(problems);
  return { scenario, refusal };
}

/** What is wrong with the values of flags that are no part of a plan, which checks those of its own. */
function flagProblems(flags: FlagValues): Problem[] {
  return (Object.keys(OPTIONS) as OptionName[]).flatMap((name) => {
    const spec: OptionSpec<unknown> = OPTIONS[name];
    const value = flags[name];
    if (!['output', 'agents'].includes(spec.scope) || typeof value !== 'string') return [];
    const parsed = spec.parse(value);
    return parsed.ok ? [] : [saidProblem(spec.flag, parsed.said)];
  });
}
