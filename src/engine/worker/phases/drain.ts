import { nextRead, nowUs, sleep } from '../../../core/clock.js';
import type { WorkerContext } from '../context.js';
import { flushBacklog, hasBacklog } from '../transmitter.js';
import type { Phase } from './phase.js';

const POLL_MS = 20;
/** Of those that still wait for their sockets; a hundred thousand a second. */
const MESSAGES_PER_POLL = 2000;
/** After the last copy: time for a further copy of something to show itself as a duplicate. */
const QUIET_US = 250_000;
/** At the end a busy generator reads what came to this machine in time, as long as there is something, in this many turns at the most. */
const MOST_READS_AT_END = 50;

/** Waits for what is still under way; ends early when everything has arrived. */
export const drain: Phase = {
  async run(context, _meter, signal) {
    await waitForCopies(context, signal);
  },
};

async function waitForCopies(context: WorkerContext, signal: AbortSignal): Promise<void> {
  const endUs = nowUs() + context.plan.drainMs * 1000;
  let allThereSinceUs = Number.POSITIVE_INFINITY;
  while (!signal.aborted) {
    flushBacklog(context, MESSAGES_PER_POLL);
    const now = nowUs();
    allThereSinceUs = isAllThere(context) ? Math.min(allThereSinceUs, now) : Number.POSITIVE_INFINITY;
    if (now >= endUs || now - allThereSinceUs >= QUIET_US) break;
    await sleep(Math.min(POLL_MS, (endUs - now) / 1000), signal);
  }
  let before = Number.POSITIVE_INFINITY;
  for (let reads = 0; reads < MOST_READS_AT_END && outstanding(context) < before && !signal.aborted; reads++) {
    before = outstanding(context);
    await nextRead();
  }
}

function isAllThere(context: WorkerContext): boolean {
  return !hasBacklog(context) && outstanding(context) === 0;
}

/** Copies, acknowledgements and answers that are due and have not come, and what was held for those who did not read. */
function outstanding({ rooms, users, slowReaders, reads }: WorkerContext): number {
  const besides = (slowReaders?.waiting ?? 0) + (reads?.waiting ?? 0);
  const copies = rooms.reduce((sum, { ledger }) => sum + (ledger?.outstanding ?? 0), besides);
  return users.reduce((sum, { acks }) => sum + (acks?.waiting ?? 0), copies);
}
