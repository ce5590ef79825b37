import { nowUs } from '../core/clock.js';
import type { WorkerContext } from './context.js';
import type { Membership, RoomRuntime } from './room-runtime.js';

/** A socket that holds more than this is back-logged: the server does not take what it is sent. */
const BACKLOG_ABOVE_BYTES = 64 * 1024;

/**
 * Sends a message whose time has come, or keeps it, with its intended time, while the socket takes no more.
 * A message of somebody who is not connected is not sent at all.
 * @param intendedUs microseconds since the run's origin
 */
export function offer(context: WorkerContext, membership: Membership, intendedUs: number, textIndex: number): void {
  context.tally.counters.intended++;
  if (!membership.joined || !membership.user.isConnected) {
    context.tally.counters.unsendable++;
    return;
  }
  if (membership.backlog.length > 0 || membership.user.bufferedBytes > BACKLOG_ABOVE_BYTES) {
    membership.backlog.push({ intendedUs, textIndex });
    membership.room.backlogged.add(membership);
    return;
  }
  const lagUs = transmit(context, membership, intendedUs, textIndex);
  // Only what was not held back by the server is slip of ours.
  context.observer.scheduleSlip.record(lagUs);
}

/** Sends what waited, as far as the sockets take it again. */
export function flushBacklog(context: WorkerContext, room: RoomRuntime): void {
  for (const membership of room.backlogged) {
    let sent = 0;
    for (const { intendedUs, textIndex } of membership.backlog) {
      if (!membership.joined || !membership.user.isConnected || membership.user.bufferedBytes > BACKLOG_ABOVE_BYTES)
        break;
      transmit(context, membership, intendedUs, textIndex);
      sent++;
    }
    membership.backlog.splice(0, sent);
    if (membership.backlog.length === 0) room.backlogged.delete(membership);
  }
}

/** Does anything wait whose socket may take it yet? */
export function hasBacklog(room: RoomRuntime): boolean {
  for (const { joined, user } of room.backlogged) if (joined && user.isConnected) return true;
  return false;
}

/** Hands one message to its socket. @returns actual − intended send, microseconds */
function transmit(context: WorkerContext, membership: Membership, intendedUs: number, textIndex: number): number {
  const { dialect, codec, plan, tally, originUs } = context;
  const { room, member, user } = membership;
  const { ledger } = room;
  if (ledger === undefined) throw new Error('a message was sent before its room’s account was opened');
  const { packet, markAt } = room.template(dialect, codec, membership, plan.theme.greetings, textIndex);
  const actualUs = nowUs() - originUs;
  const lagUs = Math.max(0, actualUs - intendedUs);
  const number = ledger.send(member, Math.floor(actualUs / 1000));
  codec.write(packet, markAt, { room: room.chat.index, sender: member, number, intendedUs, lagUs });
  user.send(packet);
  membership.lastSentUs = actualUs;
  tally.counters.sent++;
  tally.counters.operations++;
  return lagUs;
}
