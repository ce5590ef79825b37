import { type Problem, saidProblem } from '../../core/errors.js';
import { isMessage, message } from '../../core/language/words.js';
import { parseQueueAddress, type QueueAddress } from '../../core/queue-address.js';
import { AGENT_OPTIONS } from '../../scenario/agent-options.js';
import type { FlagValues } from '../../scenario/options.js';
import type { Parser } from '../../scenario/parsers.js';

/** What a run on several machines asks for. */
export interface AgentsWish {
  readonly count: number;
  readonly address: QueueAddress;
  /** How long to wait for enough of them. */
  readonly timeoutMs: number;
  /** How long nothing may be heard of one. */
  readonly patienceMs: number;
  /** A run of this name is made once. */
  readonly name: string | undefined;
}

/** What the flags say of agents; undefined where none are asked for. What is wrong with a single value is told elsewhere. */
export function agentsWishOf(flags: FlagValues): AgentsWish | undefined {
  const count = valueOf(flags.agents, AGENT_OPTIONS.agents.parse);
  const address = parseQueueAddress(typeof flags.queue === 'string' ? flags.queue : '');
  if (count === undefined || isMessage(address)) return undefined;
  const { agentsTimeout, agentPatience, runName } = AGENT_OPTIONS;
  return {
    count,
    address,
    timeoutMs: valueOf(flags.agentsTimeout ?? agentsTimeout.fallback, agentsTimeout.parse) ?? 0,
    patienceMs: valueOf(flags.agentPatience ?? agentPatience.fallback, agentPatience.parse) ?? 0,
    name: valueOf(flags.runName, runName.parse),
  };
}

/** Flags about agents that do not go together. @param given as the command line has them, without the environment's */
export function agentsProblems(flags: FlagValues, given: FlagValues): Problem[] {
  const { agents, queue, ...others } = AGENT_OPTIONS;
  if (flags.agents !== undefined)
    return flags.queue === undefined
      ? [saidProblem(agents.flag, message('fit.needs-queue', { flag: queue.flag, variable: queue.environment }))]
      : [];
  const names = (['queue', ...Object.keys(others)] as (keyof typeof AGENT_OPTIONS)[]).filter(
    (name) => given[name] !== undefined,
  );
  return names.map((name) => saidProblem(AGENT_OPTIONS[name].flag, message('fit.needs-agents', { flag: agents.flag })));
}

function valueOf<T>(text: FlagValues[keyof FlagValues], parse: Parser<T>): T | undefined {
  const parsed = typeof text === 'string' ? parse(text) : undefined;
  return parsed?.ok === true ? parsed.value : undefined;
}
