import type { RunPlan } from '../../core/plan.js';
import { type RunHandle, startRun } from '../../engine/run.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import type { ProgressDisplay } from '../progress/progress.js';
import type { Interrupts } from './interrupts.js';

/** Who watches a run. */
export interface Watchers {
  readonly display: ProgressDisplay;
  readonly interrupts: Interrupts;
  /** Resolves when the target's process has ended, where that can be known. */
  readonly targetGone: Promise<unknown> | undefined;
}

/**
 * Performs the run: shows its progress, and ends it on a signal or with its target.
 * @throws StartError when nothing can be measured
 */
export async function perform(plan: RunPlan, { display, interrupts, targetGone }: Watchers): Promise<RunOutcome> {
  const run = startRun(plan);
  const tell = (message: string): void => display.show({ type: 'notice', message });
  interrupts.attach(run, tell);
  let isOver = false;
  void targetGone?.then(() => {
    if (isOver) return;
    tell('The practice server has ended. Stopping.');
    run.stop('target-lost');
  });
  try {
    const [outcome] = await Promise.all([run.outcome, showAll(run, display)]);
    return outcome;
  } catch (thrown) {
    run.abandon();
    throw thrown;
  } finally {
    isOver = true;
    display.end();
  }
}

async function showAll({ events }: RunHandle, display: ProgressDisplay): Promise<void> {
  for await (const event of events) display.show(event);
}
