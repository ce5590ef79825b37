import { MemberGaps } from './member-gaps.js';
import type { DeliverySums } from './run-outcome.js';

/** Where a member stands. */
export const STANDING = { neverJoined: 0, present: 1, absent: 2 } as const;

/** What the account keeps of a member, side by side. */
export const MEMBER = {
  standing: 0,
  /** The number of the first message that it is to get. */
  from: 1,
  /** One above the highest message that it has received or missed. */
  high: 2,
  /** Copies received. */
  received: 3,
  /** Own messages since it joined, save those sent while it was away. */
  sentBy: 4,
  /** The number of its last own message; −1 before the first. */
  lastSentBy: 5,
  /** Where no echo is expected: own messages whose copies it could not have got, since it was cut. */
  echoesGone: 6,
  /** The number of the first message after its present connection had joined. */
  entered: 7,
} as const;
const FIELDS = 8;

/** The members of a room: numbers of each, and what it lacks. 32 bytes a member, and for what is missing as much as {@link MemberGaps} says. */
export class RoomMembers {
  readonly count: number;
  readonly #records: Int32Array;
  /** Made when first needed. */
  readonly #gaps: (MemberGaps | undefined)[];

  /** @param count planned members, numbered from 0 */
  constructor(count: number) {
    this.count = count;
    this.#records = new Int32Array(count * FIELDS);
    for (let member = 0; member < count; member++) this.set(member, MEMBER.lastSentBy, -1);
    this.#gaps = Array.from({ length: count });
  }

  /** @param field one of {@link MEMBER} */
  get(member: number, field: number): number {
    return this.#records[member * FIELDS + field] ?? 0;
  }

  /** @param field one of {@link MEMBER} */
  set(member: number, field: number, value: number): void {
    this.#records[member * FIELDS + field] = value;
  }

  /** @param field one of {@link MEMBER} */
  increase(member: number, field: number): void {
    this.set(member, field, this.get(member, field) + 1);
  }

  isPresent(member: number): boolean {
    return this.get(member, MEMBER.standing) === STANDING.present;
  }

  /** What a member lacks below its `high`; undefined when it never lacked anything. */
  gaps(member: number): MemberGaps | undefined {
    return this.#gaps[member];
  }

  /** The same, to add to. */
  gapsOf(member: number): MemberGaps {
    return (this.#gaps[member] ??= new MemberGaps());
  }

  /** Copies that later messages have overtaken and that have not come, of all members. */
  get missing(): number {
    return this.#gaps.reduce((sum, gaps) => sum + (gaps?.missing.size ?? 0), 0);
  }

  /** Can message `number`, which the member did not receive, still come to it? It joined before, and was not cut since. */
  mayGet(member: number, number: number): boolean {
    const standing = this.get(member, MEMBER.standing);
    if (standing === STANDING.neverJoined || number < this.get(member, MEMBER.from)) return false;
    if (standing === STANDING.absent && number >= this.get(member, MEMBER.high)) return false;
    return this.#gaps[member]?.gone.has(number) !== true;
  }

  /**
   * Copies expected, received and gone, of all members; what remains is lost, or has not come yet.
   * @param sent messages sent to the room
   * @param echo whether senders expect their own copies
   */
  sums(sent: number, echo: boolean): Pick<DeliverySums, 'expected' | 'received' | 'receiverGone' | 'lost'> {
    let [expected, received, receiverGone] = [0, 0, 0];
    for (let member = 0; member < this.count; member++) {
      const standing = this.get(member, MEMBER.standing);
      if (standing === STANDING.neverJoined) continue;
      expected += sent - this.get(member, MEMBER.from);
      received += this.get(member, MEMBER.received);
      receiverGone += this.#gaps[member]?.gone.size ?? 0;
      if (standing === STANDING.absent) receiverGone += sent - this.get(member, MEMBER.high);
      if (echo) continue;
      expected -= this.get(member, MEMBER.sentBy);
      receiverGone -= this.get(member, MEMBER.echoesGone);
    }
    return { expected, received, receiverGone, lost: expected - received - receiverGone };
  }
}
