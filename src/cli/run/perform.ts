import { shortageOf } from '../../core/error-kinds.js';
import { messageOf } from '../../core/errors.js';
import { inEnglish, message as messageFor } from '../../core/language/words.js';
import type { RunPlan } from '../../core/plan.js';
import { type RunHandle, type RunOptions, startRun } from '../../engine/main/run.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import type { Io } from '../io.js';
import type { Audience } from './audience.js';
import type { Interrupts } from './interrupts.js';
import { outcomeOfNothing } from './nothing.js';

/** What watches a run, and what may end it. */
interface RunCompanions {
  readonly audience: Audience;
  readonly interrupts: Interrupts;
  readonly io: Io;
  /** Resolves when the target's process has ended, where that can be known. */
  readonly targetGone: Promise<unknown> | undefined;
  readonly options: RunOptions;
}

/**
 * Performs the run: shows it to its audience, and ends it on a signal or with its target. After a signal that came before it,
 * there is nothing to perform.
 * @throws NotStartedError when nothing can be measured
 */
export async function perform(
  plan: RunPlan,
  { audience, interrupts, io, targetGone, options }: RunCompanions,
): Promise<RunOutcome> {
  if (interrupts.first !== undefined) {
    audience.closeDisplay();
    const why = inEnglish(messageFor('notice.stopped-early', { signal: interrupts.first }));
    return outcomeOfNothing(plan, interrupts.first, why);
  }
  const { faults, words, startWorker } = io;
  const run = startRun(plan, startWorker === undefined ? options : { ...options, startWorker });
  const tell = (message: string): void => audience.show({ type: 'notice', message });
  interrupts.attach(run, tell);
  faults.setHandler((thrown) => endShort(run, audience, thrown));
  let isOver = false;
  void targetGone?.then(() => {
    if (isOver) return;
    tell(words.text('progress.practice-ended'));
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
    faults.clearHandler();
    audience.closeDisplay();
  }
}

/**
 * Ends a run in which this process ran short of something where no code expects it, in a library for example. The report has
 * what was measured until then, and the shortage.
 * @returns false for faults of any other kind
 */
function endShort(run: RunHandle, audience: Audience, thrown: unknown): boolean {
  const kind = shortageOf(thrown);
  if (kind === undefined) return false;
  const message = inEnglish(messageFor('notice.short', { why: messageOf(thrown) }));
  audience.tell({ type: 'notice', message, kind });
  run.abandon();
  return true;
}

async function showAll({ events }: RunHandle, audience: Audience): Promise<void> {
  for await (const event of events) audience.show(event);
}
