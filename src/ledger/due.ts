import type { RoomRecords } from './room-records.js';

/**
 * Is a copy of message `number` due to `member`? Without echo, a member's own messages pass it by, and so do those that the room
 * has forgotten.
 */
export function isDueTo({ messages }: RoomRecords, echo: boolean, member: number, number: number): boolean {
  if (echo) return true;
  const sender = messages.senderOf(number);
  return sender !== member && sender !== -1;
}

/** A message came to `member` before everything of `from … to − 1`: what of that is due to it is missing for now. */
export function miss(records: RoomRecords, echo: boolean, member: number, from: number, to: number): void {
  const { members } = records;
  if (echo) members.gapsOf(member).missing.add(from, to);
  else
    for (let skipped = from; skipped < to; skipped++)
      if (isDueTo(records, echo, member, skipped)) members.gapsOf(member).missing.add(skipped, skipped + 1);
}
