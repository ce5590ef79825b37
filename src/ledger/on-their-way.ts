import type { MessageWindow } from './message-window.js';
import type { RoomRecords } from './room-records.js';

/** A copy that others overtook is given up as lost when its receiver is cut, unless it was sent this recently: then it was on its way. */
const UNDER_WAY_MS = 1000;

/** What was on its way to a member, and is not waited for any more. */
export interface GivenUp {
  readonly numbers: readonly number[];
  /** Of messages that nobody else waits for, one entry a message. */
  readonly senders: readonly number[];
}

/**
 * Copies that were on their way to a member whose connection is cut now.
 * @param isDue is a message, above all that the member received, due to it?
 */
export function copiesOnTheirWay(
  { members, messages }: RoomRecords,
  member: number,
  isDue: (number: number) => boolean,
): number[] {
  const found: number[] = [];
  const high = members.high(member);
  for (let number = high; number < messages.next; number++) if (isDue(number)) found.push(number);
  const gaps = members.gaps(member);
  for (const number of gaps?.missing.values() ?? []) {
    // One that is young, and of which nothing later of its sender has come.
    const isOvertaken = gaps?.isOvertaken(messages, number, messages.senderOf(number), high) === true;
    if (ageMs(messages, number) <= UNDER_WAY_MS && !isOvertaken) found.push(number);
  }
  return found;
}

/** Where no echo is expected: own copies that would have been on their way to a member whose connection is cut now. */
export function echoesOnTheirWay({ members, messages }: RoomRecords, member: number): number[] {
  const found: number[] = [];
  const [from, high] = [members.from(member), members.high(member)];
  for (let number = messages.next - 1; number >= Math.max(from, Math.min(high, messages.oldest)); number--) {
    if (number < high && ageMs(messages, number) > UNDER_WAY_MS) break;
    if (messages.senderOf(number) === member && members.mayGet(member, number)) found.push(number);
  }
  return found;
}

/**
 * What was on its way to a member can come no more: it is gone.
 * @returns the senders of messages that nobody else waits for, one entry a message
 */
export function giveUp({ members, messages }: RoomRecords, member: number, numbers: readonly number[]): number[] {
  const senders: number[] = [];
  for (const number of numbers) {
    members.gaps(member)?.missing.remove(number);
    members.gapsOf(member).gone.add(number, number + 1);
    // Read first: the window may forget a message that is complete.
    const sender = messages.senderOf(number);
    if (messages.expectLess(number) && !messages.wasTold(number)) senders.push(sender);
  }
  return senders;
}

/** How much earlier a message was sent than the last one. */
function ageMs(messages: MessageWindow, number: number): number {
  return messages.sentAtMsOf(messages.next - 1) - messages.sentAtMsOf(number);
}
