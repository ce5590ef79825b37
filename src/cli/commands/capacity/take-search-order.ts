import { CAPACITY_FORMATS } from '../../../capacity/formats/index.js';
import { type CapacityGoal, readGoals } from '../../../capacity/goals.js';
import { orProblem, type Problem, saidProblem, UsageError } from '../../../core/errors.js';
import { inEnglish, message } from '../../../core/language/words.js';
import { type OutSpec, parseOutSpec, STDOUT } from '../../../report/out-spec.js';
import { checkOutputs } from '../../../report/output.js';
import { AGENT_OPTIONS } from '../../../scenario/agent-options.js';
import { type FlagValues, OPTIONS } from '../../../scenario/options.js';
import { type RawFlags, textOf, textsOf, toFlagValues } from '../../flags.js';
import type { Io } from '../../io.js';
import { agentsProblems } from '../../run/agents-wish.js';
import { commandLineOf } from '../../run/command-line.js';
import { type RunOrder, takeOrder } from '../../run/order.js';
import { RUN_OPTIONS, readSearchFlags, SEARCH_FLAGS, type SearchWish } from './search-flags.js';
import { type VariedLoad, variedLoadOf } from './varied-load.js';

/** Everything that is settled before a search touches anything. */
export interface SearchOrderTaken {
  readonly wish: SearchWish;
  readonly goals: readonly CapacityGoal[];
  /** The run that the flags make, which the search makes another of. */
  readonly order: RunOrder;
  readonly varied: VariedLoad;
  readonly outputs: readonly OutSpec[];
  /** A command line that searches the same again. */
  readonly command: string;
}

/**
 * Reads and checks flags, files and outputs.
 * @throws UsageError with every problem at once
 * @throws StartError when the target may not be flooded
 */
export async function takeSearchOrder(
  raw: RawFlags,
  flags: FlagValues,
  env: Io['env'],
  strays: readonly Problem[],
): Promise<SearchOrderTaken> {
  const problems: Problem[] = [...strays];
  const wish = readSearchFlags(raw, problems);
  const goals = goalsOf(wish, problems);
  if (wish.vary === 'users' && flags.rate === 'max')
    problems.push(saidProblem(OPTIONS.rate.flag, message('fit.rate-of-each')));
  if (wish.vary === 'rate' && flags.rate !== undefined)
    problems.push(saidProblem(OPTIONS.rate.flag, message('fit.rate-is-found')));
  if (flags.agents !== undefined && wish.max === null)
    problems.push(saidProblem(AGENT_OPTIONS.agents.flag, message('fit.agents-need-max')));
  problems.push(...agentsProblems(flags, toFlagValues(raw)));
  const outputs = await outputsOf(raw, problems);
  const runFlags = Object.fromEntries(RUN_OPTIONS.map((name) => [name, flags[name]]));
  const order = withoutStages(await takeOrder('run', runFlags, env, problems));
  const varied = variedLoadOf(order.scenario.plan, wish);
  return { wish, goals, order, varied, outputs, command: commandOf(raw, runFlags, order.scenario.plan.seed) };
}

/** A trial holds one load: what a scenario says of stages is told to be left out, here as in {@link variedLoadOf}. */
function withoutStages(order: RunOrder): RunOrder {
  const { scenario } = order;
  if (scenario.plan.stages.length === 0) return order;
  const notice = inEnglish(message('notice.stages-left-out', { count: scenario.plan.stages.length }));
  return { ...order, scenario: { ...scenario, notices: [...scenario.notices, notice] } };
}

function goalsOf(wish: SearchWish, problems: Problem[]): CapacityGoal[] {
  try {
    return readGoals(wish.goals, wish.shape);
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    problems.push(...thrown.problems);
    return [];
  }
}

async function outputsOf(raw: RawFlags, problems: Problem[]): Promise<OutSpec[]> {
  const outputs: OutSpec[] = [
    ...(raw['json'] === true ? [{ format: 'json', path: STDOUT }] : []),
    ...textsOf(raw, 'out').flatMap((text) =>
      orProblem(parseOutSpec(text, CAPACITY_FORMATS), OPTIONS.out.flag, problems),
    ),
  ];
  problems.push(...(await checkOutputs(outputs)));
  return outputs;
}

function commandOf(raw: RawFlags, runFlags: FlagValues, seed: number): string {
  const own = Object.entries(SEARCH_FLAGS).flatMap(([name, { flag }]) =>
    [...textsOf(raw, name), textOf(raw, name) ?? []].flat().flatMap((text) => [flag, text]),
  );
  return commandLineOf('capacity', runFlags, seed, own);
}
