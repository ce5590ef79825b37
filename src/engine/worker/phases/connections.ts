import { aborted } from '../../../core/aborted.js';
import { nowUs, sleep, waitAtMost } from '../../../core/clock.js';
import { ackOf } from '../../../core/dialect-spec.js';
import type { OperationError } from '../../../core/operation-error.js';
import { isPassing, withRetries } from '../../retry.js';
import type { WorkerContext } from '../context.js';
import type { Membership } from '../room-runtime.js';
import type { VirtualUser } from '../virtual-user.js';
import { forEachBounded, type Phase, type PhaseMeter } from './phase.js';

/** A dialect that confirms nothing gets this long for its joins to take effect. */
const UNCONFIRMED_JOIN_MS = 300;
/** So long the first connection is alone, at most. */
const FIRST_ALONE_MS = 1000;
/** Closing handshakes under way at once. */
const CLOSING_CONCURRENCY = 200;
/** When no connection has been closed for this long, the target hangs: the others are dropped at once. */
const CLOSING_PATIENCE_US = 3_000_000;

/** Opens every user's WebSocket that is not open. */
export const connect: Phase = {
  endsInSilence: 'ever',
  async run(context, meter, signal) {
    const { admission } = context;
    const users = context.users.filter((user) => user.isReady && !user.isConnected && admission.isAdmitted(user));
    meter.total = users.length;
    const open = (user: VirtualUser): Promise<void> => openConnection(context, user, meter, signal);
    // The first one finds out what the dialect does not state of the server, so that the others need not.
    const [first, ...others] = users;
    const opening = first === undefined || context.dialect.isWireKnown ? undefined : open(first);
    const opened = Promise.race([opening, aborted(signal)]);
    await waitAtMost(FIRST_ALONE_MS, opened);
    await forEachBounded(opening === undefined ? users : others, context.concurrency.connect, signal, open);
    await opened;
  },
};

/** Opens one user's WebSocket. @param plannedUs what its time counts from, on the machine's monotonic clock; left out: now */
export async function openConnection(
  context: WorkerContext,
  user: VirtualUser,
  meter: PhaseMeter,
  signal: AbortSignal,
  plannedUs?: number,
): Promise<void> {
  const { counts } = context.entranceOf(user.chat);
  const onRepeat = (problem: OperationError): void => meter.countRepeat(problem, counts);
  const retries = { mayRepeat: isPassing, onRepeat };
  const connected = await meter.measure(() => withRetries(() => user.connect(), retries, signal), counts, plannedUs);
  if (!connected) return;
  context.tally.counters.connectionsOpened++;
  if (counts !== undefined) counts.opened++;
}

/** Joins one of a user's rooms. */
export async function joinRoom(context: WorkerContext, membership: Membership, meter: PhaseMeter): Promise<void> {
  const { counts } = context.entranceOf(membership.user.chat);
  await meter.measure(() => membership.user.join(membership), counts);
}

/** Joins every connected user to all rooms that are theirs, and that it is not in. */
export const join: Phase = {
  endsInSilence: 'first',
  async run(context, meter, signal) {
    const memberships = context.rooms.flatMap((room) => (isUsable(context, room.isCreated) ? room.members : []));
    const candidates = memberships.filter(({ user, isJoined }) => user.isConnected && !isJoined);
    meter.total = candidates.length;
    await forEachBounded(candidates, context.concurrency.connect, signal, (membership: Membership) =>
      joinRoom(context, membership, meter),
    );
    const { join: emitted, joined } = context.plan.dialect.events;
    if (emitted !== undefined && ackOf(emitted) === undefined && joined === undefined)
      await sleep(UNCONFIRMED_JOIN_MS, signal);
  },
};

/** Leaves in good order: the namespace first, then the WebSocket. Whoever the server does not let go has failed. */
export const disconnect: Phase = {
  async run(context, meter, signal) {
    const users = context.users.filter((user) => user.isConnected);
    meter.total = users.length;
    let patienceEndsUs = nowUs() + CLOSING_PATIENCE_US;
    await forEachBounded(users, CLOSING_CONCURRENCY, signal, async (user) => {
      const leftMs = Math.max(0, (patienceEndsUs - nowUs()) / 1000);
      if (await meter.measure(() => user.leave(leftMs), context.entranceOf(user.chat).counts))
        patienceEndsUs = nowUs() + CLOSING_PATIENCE_US;
    });
    for (const user of context.users) user.terminate();
  },
};

/** Can a room be joined? Where the dialect creates rooms, only one that was created. */
function isUsable(context: WorkerContext, isCreated: boolean): boolean {
  return isCreated || context.plan.dialect.http.createRoom === undefined;
}
