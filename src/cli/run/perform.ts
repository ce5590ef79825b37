import type { RunPlan } from '../../core/plan.js';
import { type RunHandle, startRun } from '../../engine/main/run.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import type { Audience } from './audience.js';
import type { Interrupts } from './interrupts.js';
import { outcomeOfNothing } from './nothing.js';

/** Who watches a run, and what may end it. */
interface Company {
  readonly audience: Audience;
  readonly interrupts: Interrupts;
  /** Resolves when the target's process has ended, where that can be known. */
  readonly targetGone: Promise<unknown> | undefined;
}

/**
 * Performs the run: shows it to its audience, and ends it on a signal or with its target. After a signal that came before it,
 * there is nothing to perform.
 * @throws StartError when nothing can be measured
 */
export async function perform(plan: RunPlan, { audience, interrupts, targetGone }: Company): Promise<RunOutcome> {
  if (interrupts.first !== undefined) {
    audience.closeDisplay();
    return outcomeOfNothing(plan, interrupts.first);
  }
  const run = startRun(plan);
  const tell = (message: string): void => audience.show({ type: 'notice', message });
  interrupts.attach(run, tell);
  let isOver = false;
  void targetGone?.then(() => {
    if (isOver) return;
    tell('The practice server has ended. Stopping.');
    run.stop('target-lost');
  });
  try {
    const [outcome] = await Promise.all([run.outcome, showAll(run, audience)]);
    return outcome;
  } catch (thrown) {
    run.abandon();
    throw thrown;
  } finally {
    isOver = true;
    audience.closeDisplay();
  }
}

async function showAll({ events }: RunHandle, audience: Audience): Promise<void> {
  for await (const event of events) audience.show(event);
}
