import type { TestContext } from 'node:test';
import { serveAgent } from '#dist/agents/agent.js';
import { allotShards } from '#dist/agents/allot.js';
import { type GatherOptions, gatherCrew } from '#dist/agents/gather.js';
import type { Broker } from '#dist/agents/redis.js';
import { RemoteHosts } from '#dist/agents/remote-hosts.js';
import type { RunPlan } from '#dist/core/plan.js';
import { type RunHandle, type RunOptions, startRun } from '#dist/engine/main/run.js';
import { inProcess } from '../run/in-process-worker.js';

/** What everybody has unless a test wants it otherwise. */
export const VERSION = '1.2.3';

/** An agent in the process of the test, and so are its workers. */
export interface TestAgent {
  /** What it has said. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** Starts an agent, which ends with the test. */
export function agentFor(
  test: Pick<TestContext, 'after'>,
  broker: Broker,
  name: string,
  { version = VERSION, workers = 1 } = {},
): TestAgent {
  const ended = new AbortController();
  const lines: string[] = [];
  const over = serveAgent({
    broker,
    name,
    version,
    workers,
    cpus: 2,
    reach: { allowedHosts: [], sources: [] },
    signal: ended.signal,
    whyEnded: () => 'the test was over',
    say: (line) => lines.push(line),
    startWorker: inProcess(),
  });
  const stop = async (): Promise<void> => {
    ended.abort();
    await over;
  };
  test.after(stop);
  return { lines, stop };
}

/** Waits for agents and starts a run on them. @returns the run, and what has to be done when it is over */
export async function runOn(
  broker: Broker,
  plan: RunPlan,
  agents: number,
  options: RunOptions & Partial<Pick<GatherOptions, 'timeoutMs' | 'patienceMs' | 'name' | 'say' | 'refusalOf'>> = {},
): Promise<{ readonly run: RunHandle; readonly plan: RunPlan; readonly dismiss: () => Promise<void> }> {
  const { timeoutMs = 20_000, patienceMs = 15_000, name, say = () => undefined, refusalOf, ...rest } = options;
  const crew = await gatherCrew({
    broker,
    runId: plan.runId,
    version: VERSION,
    agents,
    timeoutMs,
    patienceMs,
    name,
    refusalOf: refusalOf ?? (() => undefined),
    say,
    signal: new AbortController().signal,
  });
  const offers = [...crew.members.values()].toSorted((a, b) => a.slot - b.slot).map(({ facts }) => facts.workers);
  const allotments = allotShards(plan, offers);
  const divided = { ...plan, workers: allotments.reduce((sum, { shards }) => sum + shards.length, 0) };
  const run = startRun(divided, { ...rest, hosts: (listener) => new RemoteHosts(crew, allotments, listener) });
  return { run, plan: divided, dismiss: () => crew.dismiss() };
}
