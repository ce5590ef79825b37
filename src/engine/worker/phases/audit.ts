import { nowUs, sleep } from '../../../core/clock.js';
import { sumOf } from '../../../core/numbers.js';
import { AuditAccount } from '../audit/account.js';
import { type Look, lookAtRooms, lookForUsers } from '../audit/looks.js';
import type { WorkerContext } from '../context.js';
import type { Phase } from './phase.js';

/** From one look at what is not there yet to the next; doubled each time, up to the longest. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2000;

/**
 * Looks for what the server acknowledged: logs the registered users in again, and reads the rooms' histories back. What is not there
 * is looked for again until nothing more has appeared for `auditWaitMs`; what is missing then, is. What cannot be looked at (the dialect
 * has no way, the server does not answer, the time is over) is a number of its own.
 */
export const audit: Phase = {
  async run(context, meter, signal) {
    const { auditWaitMs } = context.plan;
    const account = new AuditAccount(context);
    context.audit = account;
    meter.total = requestsFor(context, account);
    const startedUs = nowUs();
    const elapsedMs = (): number => (nowUs() - startedUs) / 1000;
    /** Since when nothing more has appeared. */
    let quietSinceMs = 0;
    const look = (isFirst: boolean, isLast: boolean): Look => ({
      context,
      account,
      meter,
      signal,
      isWhole: isFirst || isLast,
      onFound: () => {
        if (isFirst) return;
        quietSinceMs = elapsedMs();
        account.noteLate(quietSinceMs);
      },
    });
    for (let pauseMs = FIRST_PAUSE_MS, isFirst = true; ; isFirst = false) {
      const beganMs = elapsedMs();
      const isLast = beganMs - quietSinceMs >= auditWaitMs;
      const rooms = isFirst ? account.rooms : account.rooms.filter((one) => one.audit.notYetStored > 0);
      const what = look(isFirst, isLast);
      await lookForUsers(what, isFirst ? account.users.all : account.users.notYetStored);
      const read = await lookAtRooms(what, rooms);
      if (signal.aborted) return;
      const isQuiet = elapsedMs() - quietSinceMs >= auditWaitMs;
      if ((isLast && isQuiet) || account.notYetStored === 0) {
        account.settle(read);
        return;
      }
      meter.notYetStored = () => account.notYetStored;
      const leftMs = Math.max(0, auditWaitMs - (elapsedMs() - quietSinceMs));
      // A server that takes long for a look is not asked all the time.
      await sleep(Math.min(Math.max(pauseMs, elapsedMs() - beganMs), leftMs), signal);
      if (signal.aborted) return;
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }
  },
};

/** About so many requests: one a user, since that is what is counted, and the pages of all histories. */
function requestsFor({ plan: { dialect } }: WorkerContext, { rooms, users }: AuditAccount): number {
  const size = dialect.http.history?.page?.size ?? Number.POSITIVE_INFINITY;
  const pages = rooms.map(({ room }) => 1 + Math.floor((room.ledger?.sent ?? 0) / size));
  return (
    (dialect.http.login === undefined ? 0 : users.all.length) + (dialect.http.history === undefined ? 0 : sumOf(pages))
  );
}
