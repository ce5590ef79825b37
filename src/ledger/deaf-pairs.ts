import { NO_PAIRS, type PairSums } from '../metrics/pairs.js';
import type { RoomRecords } from './room-records.js';

/** Of fewer messages between two members nothing is concluded. */
const LEAST_MESSAGES = 3;
/** Lost copies that are looked at in one room: beyond that, nothing is said of its pairs. */
const MOST_LOST = 500_000;
/** In larger rooms there are too many pairs to be looked at. */
const MOST_MEMBERS = 1000;

/**
 * Looks at every pair of a room, from what its members lack. Members that were away, or came late, are left out: what they did not
 * hear has another reason. Call it after the drain.
 * @param isDue is a message, above all that the member received, due to it?
 */
export function deafPairs(
  { members, messages }: RoomRecords,
  lost: number,
  isDue: (member: number, number: number) => boolean,
): PairSums {
  if (lost > MOST_LOST || members.count > MOST_MEMBERS) return NO_PAIRS;
  const known = Array.from({ length: members.count }, (_, member) => member).filter(
    (member) => members.isPresent(member) && members.from(member) === 0 && (members.gaps(member)?.gone.size ?? 0) === 0,
  );
  const senders = known.filter((member) => members.sentBy(member) >= LEAST_MESSAGES);
  const groups = new Groups(members.count);
  const deafTo: (readonly [receiver: number, sender: number])[] = [];
  let [total, deafCopies] = [0, 0];
  for (const receiver of known) {
    const lacks = lackedBySender({ members, messages }, receiver, isDue);
    for (const sender of senders) {
      if (sender === receiver) continue;
      total++;
      const lacked = lacks[sender] ?? 0;
      if (lacked < members.sentBy(sender)) groups.join(receiver, sender);
      else {
        deafTo.push([receiver, sender]);
        deafCopies += lacked;
      }
    }
  }
  const count = new Set(senders.map((member) => groups.of(member))).size;
  // Groups are what they are called only when nobody is deaf to anyone of the own one.
  const isSplit = count > 1 && deafTo.every(([receiver, sender]) => groups.of(receiver) !== groups.of(sender));
  return {
    total,
    deaf: deafTo.length,
    deafCopies,
    splitRooms: isSplit ? 1 : 0,
    groups: isSplit ? count : 0,
  };
}

/** How many messages of each sender a member lacks. */
function lackedBySender(
  { members, messages }: RoomRecords,
  receiver: number,
  isDue: (member: number, number: number) => boolean,
): Int32Array {
  const lacks = new Int32Array(members.count);
  const count = (number: number): void => {
    const sender = messages.senderOf(number);
    if (sender >= 0) lacks[sender] = (lacks[sender] ?? 0) + 1;
  };
  for (const number of members.gaps(receiver)?.missing.values() ?? []) count(number);
  for (let number = members.high(receiver); number < messages.next; number++)
    if (isDue(receiver, number)) count(number);
  return lacks;
}

/** Members that hear each other, however many are between them. */
class Groups {
  readonly #parents: Int32Array;

  constructor(count: number) {
    this.#parents = Int32Array.from({ length: count }, (_, member) => member);
  }

  /** One of the members of a member's group, the same for all of them. */
  of(member: number): number {
    let found = member;
    for (let parent = this.#parents[found] ?? found; parent !== found; parent = this.#parents[found] ?? found)
      found = parent;
    this.#parents[member] = found;
    return found;
  }

  join(one: number, other: number): void {
    this.#parents[this.of(one)] = this.of(other);
  }
}
