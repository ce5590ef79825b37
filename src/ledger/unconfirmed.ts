import type { DeliverySums } from '../metrics/run-outcome.js';
import { NumberSet } from './number-set.js';
import type { RoomRecords } from './room-records.js';

/** One message that reached nobody, though copies of it were expected. */
interface UnconfirmedMessage {
  readonly number: number;
  readonly sender: number;
  readonly sentAtMs: number;
  /** Copies due to members that are there: they are lost in any case. */
  readonly due: number;
  /** Copies of members that were away or were cut meanwhile: they would be gone, had the server got the message. */
  away: number;
}

/** One member's part of a room's sums. */
export type MemberSums = Pick<DeliverySums, 'expected' | 'received' | 'lost' | 'receiverGone'>;

/** What is known of the messages of a room that their senders could not confirm. */
export interface Unconfirmed {
  /** Copies that were expected of them, all of which are lost. */
  readonly copies: number;
  /** Those that would otherwise be counted as gone with their receivers. */
  readonly away: number;
  readonly messages: readonly Readonly<UnconfirmedMessage>[];
}

const NONE: Unconfirmed = { copies: 0, away: 0, messages: [] };

/**
 * Messages that were under way when their sender's connection broke, and reached nobody: handed to a socket that was dead already,
 * or the very ones at which the server closed it. Nobody knows whether the server ever had them. A working server would have
 * delivered them, so that they are lost to every member, those that were away meanwhile included.
 */
export class UnconfirmedMessages {
  readonly #records: RoomRecords;
  /** One above the last message before a member's connection ended last; made when first needed. */
  #endedAt: Int32Array | undefined;
  /** By member: messages during connections of which it is not known that the server took all that was sent; made when first needed. */
  #doubtful: (NumberSet | undefined)[] | undefined;
  /** Own copies that were given up while nobody expected them; made when first needed. */
  #echoes: NumberSet | undefined;

  constructor(records: RoomRecords) {
    this.#records = records;
  }

  /** The messages since a member's connection before the present one ended. @param next the number of the next message */
  presentOf(member: number, next: number): readonly [from: number, to: number] {
    return [this.#endedAt?.[member] ?? 0, next];
  }

  /** A member's connection ended. @param isTaken did the server take all that was sent over it? */
  noteEnd(member: number, isTaken: boolean): void {
    const { members, messages } = this.#records;
    const present = this.presentOf(member, messages.next);
    this.#endedAt ??= new Int32Array(members.count);
    this.#endedAt[member] = messages.next;
    if (!isTaken) this.doubt(member, present);
  }

  /** It is not known whether the server took what the member sent of these messages. */
  doubt(member: number, [from, to]: readonly [from: number, to: number]): void {
    const doubtful = (this.#doubtful ??= []);
    (doubtful[member] ??= new NumberSet()).add(from, to);
  }

  /** The sender of message `number` could not get its own copy any more, which nobody expects. */
  noteEcho(number: number): void {
    (this.#echoes ??= new NumberSet()).add(number, number + 1);
  }

  /** The room's sums with these messages lost to everybody; what has not come yet counts as lost. @param echo as in {@link find} */
  sums(echo: boolean): Omit<DeliverySums, 'duplicated' | 'reordered'> {
    const { members, messages } = this.#records;
    const { expected, received, receiverGone: away } = members.sums(messages.next, echo);
    const unconfirmed = this.find(echo);
    const receiverGone = away - unconfirmed.away;
    return {
      expected,
      received,
      lost: expected - received - receiverGone,
      receiverGone,
      unconfirmed: unconfirmed.copies,
    };
  }

  /** What of {@link sums} is each member's. */
  memberSums(echo: boolean): MemberSums[] {
    const { members, messages } = this.#records;
    const unconfirmed = this.find(echo).messages;
    const unwanted = new Int32Array(members.count);
    for (const message of unconfirmed)
      if (this.#isUnwanted(message, echo)) unwanted[message.sender] = (unwanted[message.sender] ?? 0) + 1;
    return Array.from({ length: members.count }, (_, member) => {
      const { expected, received, receiverGone: away } = members.sumsOf(member, messages.next, echo);
      const receiverGone = away - this.#lackedBy(member, unconfirmed) + (unwanted[member] ?? 0);
      return { expected, received, lost: expected - received - receiverGone, receiverGone };
    });
  }

  /** How many of these messages a member could not get. */
  #lackedBy(member: number, messages: Unconfirmed['messages']): number {
    if (messages.length === 0) return 0;
    let lacked = 0;
    this.#records.members.forEachGoneOf(member, this.#records.messages.next, (from, to) => {
      lacked += indexOf(messages, to) - indexOf(messages, from);
    });
    return lacked;
  }

  /** Is the own copy of a message's sender among those that are gone, though nobody expects it? */
  #isUnwanted({ number }: UnconfirmedMessage, echo: boolean): boolean {
    return !echo && this.#echoes?.has(number) === true;
  }

  /** What is unconfirmed as things stand. @param echo do senders expect their own copies? */
  find(echo: boolean): Unconfirmed {
    const doubtful = this.#doubtful;
    if (doubtful === undefined) return NONE;
    const messages: UnconfirmedMessage[] = [];
    this.#records.messages.forEachUntouched((number, sender, due, sentAtMs) => {
      if (doubtful[sender]?.has(number) === true) messages.push({ number, sender, sentAtMs, due, away: 0 });
    });
    if (messages.length === 0) return NONE;
    this.#countAway(messages, echo);
    const away = messages.reduce((sum, message) => sum + message.away, 0);
    return { copies: messages.reduce((sum, { due }) => sum + due, away), away, messages };
  }

  /** By the runs of numbers that each member lacks, so that it takes no step for each member and message. */
  #countAway(messages: UnconfirmedMessage[], echo: boolean): void {
    // How many members more, from each message on, lack it than lack the one before.
    const changes = new Int32Array(messages.length + 1);
    this.#records.members.forEachGone(this.#records.messages.next, (from, to) => {
      const [first, end] = [indexOf(messages, from), indexOf(messages, to)];
      changes[first] = (changes[first] ?? 0) + 1;
      changes[end] = (changes[end] ?? 0) - 1;
    });
    let away = 0;
    for (const [index, message] of messages.entries()) {
      away += changes[index] ?? 0;
      message.away = away - (this.#isUnwanted(message, echo) ? 1 : 0);
    }
  }
}

/** The first message of that number or a higher one. */
function indexOf(messages: readonly UnconfirmedMessage[], number: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.number ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
