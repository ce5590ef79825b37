import type { RoomRecords } from './room-records.js';
import type { UnheardEchoes } from './unheard-echoes.js';

/**
 * From now on senders expect their own copies, those of earlier messages included: of what the room remembers each, and of what it
 * has forgotten as many as {@link UnheardEchoes} counts.
 * @param expectAnother makes one more copy of a message due
 */
export function expectOwnCopies(
  { members, messages }: RoomRecords,
  unheard: UnheardEchoes,
  expectAnother: (number: number) => void,
): void {
  const remembered = new Int32Array(members.count);
  messages.forEach((number) => {
    const sender = messages.senderOf(number);
    if (!members.mayGet(sender, number)) return;
    remembered[sender] = (remembered[sender] ?? 0) + 1;
    unheard.remove(number);
    expectAnother(number);
    if (number < members.high(sender)) members.gapsOf(sender).missing.add(number, number + 1);
  });
  unheard.expectBelow(messages.oldest, members.sent);
  for (let member = 0; member < members.count; member++) {
    const forgotten = members.echoes(member) - (remembered[member] ?? 0);
    if (forgotten > 0 && members.isPresent(member)) passForgotten({ members, messages }, member);
  }
}

/** A member that talked and heard nothing: what the room still knows below what it has forgotten is missing from now on. */
function passForgotten({ members, messages }: RoomRecords, member: number): void {
  const [high, oldest] = [members.high(member), messages.oldest];
  for (let number = high; number < oldest; number++)
    if (messages.senderOf(number) !== -1) members.gapsOf(member).missing.add(number, number + 1);
  members.setHigh(member, Math.max(high, oldest));
}
