import { COPY } from './copy.js';
import type { RoomMembers } from './room-members.js';
import type { RoomRecords } from './room-records.js';
import type { UnheardEchoes } from './unheard-echoes.js';

/** Where a message stood that a member lacked. */
type Lacking = 'gone' | 'missing' | 'unheard';

/**
 * Message `number`, below the member's highest, is lacking no longer.
 * @param unheard accounts for it where it is an own one that the room had forgotten when its echo began to be expected
 * @returns where it stood; undefined when the member did not lack it
 */
export function takeLacking(
  members: RoomMembers,
  member: number,
  number: number,
  unheard: UnheardEchoes | undefined,
): Lacking | undefined {
  const gaps = members.gaps(member);
  const lacking =
    gaps?.gone.remove(number) === true ? 'gone' : gaps?.missing.remove(number) === true ? 'missing' : undefined;
  if (lacking !== undefined) {
    unheard?.noteHeard(member, number);
    return lacking;
  }
  return number >= members.from(member) && unheard?.hear(member, number) === true ? 'unheard' : undefined;
}

/**
 * What there is to say of a first copy that comes late: that it is a replay, was recovered, or came after a later message.
 * @param sender undefined when nothing is known of the order of its messages
 * @returns a bit of {@link COPY}, or none
 */
export function lateBits(
  { members, messages }: RoomRecords,
  member: number,
  number: number,
  sender: number | undefined,
): number {
  if (number < members.asked(member)) return members.isRecovered(member) ? COPY.recovered : COPY.replayed;
  if (sender === undefined) return 0;
  const high = members.high(member);
  return members.gaps(member)?.isOvertaken(messages, number, sender, high) === true ? COPY.reordered : 0;
}

/**
 * What a copy of a message is that the member has, or is not to get. A recovered connection has not asked to join: nobody wanted a
 * history of it.
 * @returns a bit of {@link COPY}
 */
export function repeatBits(members: RoomMembers, member: number, number: number): number {
  if (members.isRecovered(member) && number >= members.from(member)) return COPY.duplicate;
  if (members.isFromBefore(member, number)) return COPY.replayed;
  return number < members.from(member) ? COPY.unexpected : COPY.duplicate;
}

/**
 * What an own copy is where none is expected: it shows that the server sends them, unless its message was sent before the
 * connection was there.
 * @returns a bit of {@link COPY}
 */
export function ownBits(members: RoomMembers, member: number, number: number): number {
  if (members.isFromBefore(member, number)) return COPY.replayed;
  return members.isPresent(member) && number >= members.entered(member) ? COPY.echo : COPY.unexpected;
}
