import { allotShards } from '../../agents/allot.js';
import { gatherCrew } from '../../agents/gather.js';
import { brokerAt } from '../../agents/redis.js';
import { RemoteHosts } from '../../agents/remote-hosts.js';
import { reachOf } from '../../core/hosts.js';
import { type RunPlan, targetsOf } from '../../core/plan.js';
import { listed } from '../../core/text.js';
import type { RunOptions } from '../../engine/main/run.js';
import { toolInfo } from '../tool.js';
import type { AgentsWish } from './agents-wish.js';
import type { Interrupts } from './interrupts.js';

/** A run whose load agents make. */
export interface RunOnAgents {
  /** With as many workers as they start together. */
  readonly plan: RunPlan;
  readonly hosts: NonNullable<RunOptions['hosts']>;
}

/**
 * Waits for agents, calls `use`, and lets them go again on every path.
 * @param say takes a line about how the wait goes on
 * @throws StartError when there are too few, or the plan cannot be divided among them
 */
export async function withAgents<T>(
  wish: AgentsWish,
  plan: RunPlan,
  interrupts: Interrupts,
  say: (line: string) => void,
  use: (run: RunOnAgents) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  interrupts.attach({ stop: () => ended.abort(), abandon: () => ended.abort() }, () => undefined);
  const crew = await gatherCrew({
    broker: await brokerAt(wish.address),
    runId: plan.runId,
    version: toolInfo().version,
    agents: wish.count,
    timeoutMs: wish.timeoutMs,
    patienceMs: wish.patienceMs,
    name: wish.name,
    refusalOf: (allowedHosts) => refusalOf(plan, allowedHosts),
    say,
    signal: ended.signal,
  });
  try {
    const offers = [...crew.members.values()]
      .toSorted((one, other) => one.slot - other.slot)
      .map(({ facts }) => facts.workers);
    const allotments = allotShards(plan, offers);
    const workers = allotments.reduce((sum, { shards }) => sum + shards.length, 0);
    return await use({
      plan: { ...plan, workers },
      hosts: (listener) => new RemoteHosts(crew, allotments, listener),
    });
  } finally {
    await crew.dismiss();
  }
}

/** Why an agent that may connect to these hosts, and to its own machine, cannot take part; undefined when it can. */
function refusalOf(plan: RunPlan, allowedHosts: readonly string[]): string | undefined {
  const hosts = [...new Set(targetsOf(plan).map((target) => new URL(target).hostname))];
  const refused = hosts.filter((host) => reachOf(host, allowedHosts) === 'nowhere');
  if (refused.length === 0) return undefined;
  return `it refuses ${listed(refused)}: start it with ${refused.map((host) => `--allow-host ${host}`).join(' ')}`;
}
