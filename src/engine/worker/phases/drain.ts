import { sleep } from '../../../core/clock.js';
import type { WorkerContext } from '../context.js';
import { flushBacklog, hasBacklog } from '../transmitter.js';
import type { Phase } from './phase.js';

const POLL_MS = 20;
/** Of those that still wait for their sockets; a hundred thousand a second. */
const MESSAGES_PER_POLL = 2000;
/** After the last copy: time for a further copy of something to show itself as a duplicate. */
const QUIET_MS = 250;

/** Waits for what is still under way; ends early when everything has arrived. */
export const drain: Phase = {
  async run(context, _meter, signal) {
    await waitForCopies(context, signal);
  },
};

async function waitForCopies(context: WorkerContext, signal: AbortSignal): Promise<void> {
  let quietMs = 0;
  for (
    let waitedMs = 0;
    waitedMs < context.plan.drainMs && quietMs < QUIET_MS && !signal.aborted;
    waitedMs += POLL_MS
  ) {
    flushBacklog(context, MESSAGES_PER_POLL);
    quietMs = isAllThere(context) ? quietMs + POLL_MS : 0;
    await sleep(POLL_MS, signal);
  }
}

function isAllThere(context: WorkerContext): boolean {
  return !hasBacklog(context) && context.rooms.every(({ ledger }) => (ledger?.outstanding ?? 0) === 0);
}
