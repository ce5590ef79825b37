import type { RunPlan } from '../../core/plan.js';
import type { RunOptions } from '../../engine/main/run.js';
import type { AgentsWish } from './agents-wish.js';
import type { Interrupts } from './interrupts.js';

/** Where the workers of a run are to live. */
export interface HostsWish {
  /** The agents that are asked for; undefined where this process makes the load. */
  readonly agents: AgentsWish | undefined;
  readonly plan: RunPlan;
  readonly interrupts: Interrupts;
  /** Takes a line about how the wait for agents goes on. */
  readonly say: (line: string) => void;
}

/**
 * Calls `use` with the plan as its hosts make it, and with these: agents that were waited for, or this process.
 * @throws StartError when there are too few agents, or the plan cannot be divided among them
 */
export async function withHosts<T>(
  { agents, plan, interrupts, say }: HostsWish,
  use: (plan: RunPlan, hosts: RunOptions['hosts']) => Promise<T>,
): Promise<T> {
  if (agents === undefined) return await use(plan, undefined);
  const { withAgents } = await import('./with-agents.js');
  return await withAgents(agents, plan, interrupts, say, (run) => use(run.plan, run.hosts));
}
