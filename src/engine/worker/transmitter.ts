import type { MarkFields } from '../../chat/mark-fields.js';
import { stamp, stampAckId } from '../../chat/message-template.js';
import { nowUs } from '../../core/clock.js';
import type { WorkerContext } from './context.js';
import type { Membership } from './room-runtime.js';

/** A socket that holds more than this is back-logged: the server does not take what it is sent. */
const BACKLOG_ABOVE_BYTES = 64 * 1024;

/**
 * Puts a message whose time has come into the outbox, or keeps it, with its intended time, while the socket takes no more.
 * A message of somebody who is not connected is not sent at all.
 * @param intendedUs microseconds since the run's origin
 */
export function offer(context: WorkerContext, membership: Membership, intendedUs: number, textIndex: number): void {
  const { counters } = context.tally.stages.at(intendedUs);
  if (!maySend(membership)) {
    if (membership.user.isAway) counters.senderAway++;
    else counters.unsendable++;
    return;
  }
  if (membership.backlog.length > 0 || membership.user.bufferedBytes > BACKLOG_ABOVE_BYTES) {
    membership.backlog.push({ intendedUs, textIndex });
    context.backlogged.add(membership);
    return;
  }
  const lagUs = transmit(context, membership, intendedUs, textIndex);
  // Only what was not held back by the server is slip of ours.
  context.observer.scheduleSlip.record(lagUs);
}

/** Is the member in its room, and not about to leave? */
export function maySend({ isJoined, user }: Membership): boolean {
  return isJoined && !user.isAway && user.isConnected;
}

/** Sends what waited, as far as the sockets take it again. @param most messages, so that a turn ends and bytes are read */
export function flushBacklog(context: WorkerContext, most: number): void {
  let left = most;
  for (const membership of context.backlogged) {
    if (left === 0) break;
    let sent = 0;
    for (const { intendedUs, textIndex } of membership.backlog) {
      if (sent === left || !isReady(membership)) break;
      transmit(context, membership, intendedUs, textIndex);
      sent++;
    }
    if (sent === 0) continue;
    left -= sent;
    membership.backlog.splice(0, sent);
    if (membership.backlog.length === 0) context.backlogged.delete(membership);
  }
  context.outbox.flush();
}

function isReady({ isJoined, user }: Membership): boolean {
  return isJoined && user.isConnected && user.bufferedBytes <= BACKLOG_ABOVE_BYTES;
}

/** Gives up what still waits: its time was in an earlier flood, of which it is unsent. */
export function dropBacklog({ backlogged }: WorkerContext): void {
  for (const { backlog } of backlogged) backlog.length = 0;
  backlogged.clear();
}

/** Does anything wait whose socket may take it yet? */
export function hasBacklog({ backlogged }: WorkerContext): boolean {
  for (const { isJoined, user } of backlogged) if (isJoined && user.isConnected) return true;
  return false;
}

/** The fields of the mark that is being written; one object for all, so that sending allocates nothing. */
const writing: MarkFields = { room: 0, sender: 0, number: 0, intendedUs: 0, lagUs: 0 };

/** Puts one message into the outbox. @returns actual − intended send, microseconds */
function transmit(context: WorkerContext, membership: Membership, intendedUs: number, textIndex: number): number {
  const { dialect, codec, texts, tally, originUs, outbox } = context;
  const { room, member, user } = membership;
  const { ledger } = room;
  if (ledger === undefined) throw new Error('a message was sent before its room’s account was opened');
  const template = room.template(dialect, codec, membership, texts, textIndex);
  const actualUs = nowUs() - originUs;
  const lagUs = Math.max(0, actualUs - intendedUs);
  const { counters, stage } = tally.stages.at(intendedUs);
  const sentAtMs = Math.floor(actualUs / 1000);
  const number = ledger.send(member, sentAtMs, stage);
  room.sentLog?.note(member, sentAtMs);
  const at = outbox.add(user, template.bytes);
  writing.room = membership.roomIndex;
  writing.sender = member;
  writing.number = number;
  writing.intendedUs = intendedUs;
  writing.lagUs = lagUs;
  stamp(template, codec, outbox.bytes, at, writing);
  if (user.acks !== undefined) {
    stampAckId(template, dialect.wire.ackId, outbox.bytes, at, user.acks.add(intendedUs));
    counters.acksAsked++;
  }
  membership.lastSentUs = actualUs;
  counters.sent++;
  tally.counters.operations++;
  return lagUs;
}
