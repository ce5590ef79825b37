import { type Conducted, conduct } from '../capacity/conduct.js';
import type { CapacityGoal } from '../capacity/goals.js';
import type { FlagValues } from '../scenario/options.js';
import type { LabSession } from './session.js';
import { startLabRun } from './start-lab-run.js';

/** What is searched on a server: the largest rate that holds. */
export interface LabSearch {
  readonly name: string;
  /** Who is there, as `run` takes it. */
  readonly flags: FlagValues;
  readonly goal: CapacityGoal;
  /** Messages a second: the smallest and the largest that are tried. */
  readonly from: number;
  readonly most: number;
  readonly budgetMs: number;
}

/**
 * Tries rates on connections that stay, as `capacity` does, and remembers between which the server becomes too slow.
 * @throws NotStartedError when nothing could be measured
 */
export async function putSearch(
  { name, flags, goal, from, most, budgetMs }: LabSearch,
  session: LabSession,
): Promise<void> {
  if (session.signal.aborted) return;
  const search = { minLoad: from, maxLoad: most, isWhole: false, messagesPerSecondOfLoad: 1, goals: [goal.search] };
  let conducted: Conducted | undefined;
  const held = { rate: String(from), duration: `${goal.search.finalTrialMs}ms` };
  const { run, release } = await startLabRun({ ...flags, ...held }, session.server.urls, session, {
    async trials(tester) {
      const order = { search, goals: [goal], messagesPerSecondOf: (load: number) => load, budgetMs };
      conducted = await conduct(order, tester, { onTrial: () => undefined, onJudged: () => undefined });
    },
  });
  try {
    await Promise.all([run.outcome, untilOver(run.events)]);
  } finally {
    release();
  }
  const [result] = conducted?.results ?? [];
  if (result === undefined) return;
  const { lowerBound, upperBound, end } = result;
  session.evidence.searches.push({ name, lowerBound, upperBound, end });
}

/** A run is waited for through its events, which somebody has to take. */
async function untilOver(events: AsyncIterable<unknown>): Promise<void> {
  const taken = events[Symbol.asyncIterator]();
  while ((await taken.next()).done !== true);
}
