import { MessageWindow } from './message-window.js';
import { NumberSet } from './number-set.js';
import type { DeliverySums } from '../metrics/run-outcome.js';

/** What one copy turned out to be: any of these bits together. */
export const COPY = {
  /** The receiver's first copy of this message. */
  first: 1,
  /** A further copy. */
  duplicate: 2,
  /** A first copy that came after a later message of the same sender. */
  reordered: 4,
  /** The first copy that anybody received: the message is completed. */
  completed: 8,
  /** The copy after which every member that was due one has it. */
  last: 16,
  /** A mark that this receiver should not have got: sent before it was a member, never sent, or its own where there is no echo. */
  unexpected: 32,
} as const;

/** Where a member stands. */
const NEVER_JOINED = 0;
const PRESENT = 1;
const ABSENT = 2;

/**
 * What the account keeps of a member, in this order and side by side: where it stands; the number of the first message that it is
 * to get; one above the highest that it has received or missed; copies received; own messages since it joined, save those sent
 * while it was away; the number of its last one.
 */
const [STATE, FROM, HIGH, RECEIVED, SENT_BY, LAST_SENT_BY] = [0, 1, 2, 3, 4, 5];
const FIELDS = 6;

/** A copy that others overtook is given up as lost when its receiver is cut, unless it was sent this recently: then it was on its way. */
const UNDER_WAY_MS = 1000;

/**
 * The account of one room: for every member and every message whether it came, once, and in order. All members share one
 * numbering of the room's messages, so a member in step is one integer (`high`); only what is missing takes more.
 *
 * A membership begins when the member first joins and lasts to the end. While its connection is away, messages are still
 * expected by it, and those that it could not get are `receiverGone`: `expected = received + lost + receiverGone` always holds.
 */
export class RoomLedger {
  readonly memberCount: number;
  /** Copies that are due and have not come: what a drain waits for. */
  outstanding = 0;
  /** Members that are connected and joined. */
  presentCount = 0;
  duplicated = 0;
  reordered = 0;
  /** Messages that at least one member has. */
  completed = 0;

  readonly #echo: boolean;
  readonly #messages = new MessageWindow();
  readonly #members: Int32Array;
  /** Below `high` and not received, by member; made when first needed. */
  readonly #missing: (NumberSet | undefined)[];
  /** What a member could not get while it was away, by member; made when first needed. */
  readonly #gone: (NumberSet | undefined)[];

  /**
   * @param memberCount planned members, numbered from 0
   * @param echo whether the server sends the sender its own copy
   */
  constructor(memberCount: number, echo: boolean) {
    this.memberCount = memberCount;
    this.#echo = echo;
    this.#members = new Int32Array(memberCount * FIELDS);
    for (let member = 0; member < memberCount; member++) this.#members[member * FIELDS + LAST_SENT_BY] = -1;
    this.#missing = Array.from({ length: memberCount });
    this.#gone = Array.from({ length: memberCount });
  }

  /** Messages sent to the room so far. */
  get sent(): number {
    return this.#messages.next;
  }

  /** Copies that later messages have overtaken and that have not come. */
  get missingNow(): number {
    return this.#missing.reduce((sum, set) => sum + (set?.size ?? 0), 0);
  }

  isPresent(member: number): boolean {
    return this.#get(member, STATE) === PRESENT;
  }

  /** The member's connection has joined the room, for the first time or again. */
  join(member: number): void {
    this.#enter(member, this.#messages.next);
  }

  /**
   * The member's connection is gone: what was on its way to it, and what follows, it cannot get.
   * @returns the senders of messages that nobody else waits for, one entry a message
   */
  leave(member: number): number[] {
    if (this.#get(member, STATE) !== PRESENT) return [];
    this.#set(member, STATE, ABSENT);
    this.presentCount--;
    const high = this.#get(member, HIGH);
    const onTheirWay: number[] = [];
    for (let number = high; number < this.#messages.next; number++) {
      if (this.#isDueTo(member, number)) onTheirWay.push(number);
    }
    const missing = this.#missing[member];
    for (const number of missing?.values() ?? []) {
      if (this.#isOnItsWay(member, number)) onTheirWay.push(number);
    }
    this.#set(member, HIGH, this.#messages.next);
    const senders: number[] = [];
    for (const number of onTheirWay) {
      missing?.remove(number);
      this.#goneOf(member).add(number, number + 1);
      // Read first: the window may forget a message that is complete.
      const sender = this.#messages.senderOf(number);
      if (this.#messages.changeDue(number, -1)) senders.push(sender);
      this.outstanding--;
    }
    return senders;
  }

  /**
   * A message of `member`, who is present, is about to be handed to its socket.
   * @param sentAtMs since the start of the run, for the timeline of losses
   * @returns the message's number in the room
   */
  send(member: number, sentAtMs: number): number {
    const isPresent = this.#get(member, STATE) === PRESENT;
    const due = this.presentCount - (!this.#echo && isPresent ? 1 : 0);
    const number = this.#messages.open(member, due, sentAtMs);
    this.outstanding += due;
    if (isPresent) this.#set(member, SENT_BY, this.#get(member, SENT_BY) + 1);
    const before = this.#get(member, LAST_SENT_BY);
    if (before !== -1) this.#messages.linkNextOfSender(before, number);
    this.#set(member, LAST_SENT_BY, number);
    return number;
  }

  /**
   * A copy of message `number` has come to `member`.
   * @returns bits of {@link COPY}
   */
  receive(member: number, number: number, sender: number): number {
    if (number >= this.#messages.next || (!this.#echo && sender === member)) return COPY.unexpected;
    if (this.#get(member, STATE) !== PRESENT) this.#enter(member, number);
    const high = this.#get(member, HIGH);
    if (number === high) this.#set(member, HIGH, number + 1);
    else if (number > high) this.#skip(member, high, number);
    else return this.#receiveLate(member, number);
    return this.#countFirst(member, number);
  }

  /** Has any member received message `number`? */
  wasReceived(number: number): boolean {
    return number < this.#messages.next && this.#messages.gotOf(number) !== 0;
  }

  /** The sums over all members; of a room that still waits for copies, `lost` is what has not come yet. */
  sums(): DeliverySums {
    let [expected, received, receiverGone] = [0, 0, 0];
    for (let member = 0; member < this.memberCount; member++) {
      const state = this.#get(member, STATE);
      if (state === NEVER_JOINED) continue;
      expected += this.#messages.next - this.#get(member, FROM);
      if (!this.#echo) expected -= this.#get(member, SENT_BY);
      received += this.#get(member, RECEIVED);
      receiverGone += this.#gone[member]?.size ?? 0;
      if (state === ABSENT) receiverGone += this.#messages.next - this.#get(member, HIGH);
    }
    const lost = expected - received - receiverGone;
    return { expected, received, lost, receiverGone, duplicated: this.duplicated, reordered: this.reordered };
  }

  /** Calls `visit` for every message of which copies are lost. Call it after the drain. */
  forEachLoss(visit: (lostCopies: number, sentAtMs: number) => void): void {
    this.#messages.forEachIncomplete(visit);
  }

  /**
   * From message `number` on, the member is in the room; copies show it as surely as the server's confirmation. A copy from before
   * its connection was cut shows only that it is there now, and what the room has forgotten cannot become due again.
   */
  #enter(member: number, number: number): void {
    const state = this.#get(member, STATE);
    if (state === PRESENT) return;
    const missedFrom = state === NEVER_JOINED ? number : this.#get(member, HIGH);
    const missedUntil = Math.max(number < missedFrom ? this.#messages.next : number, this.#messages.oldest);
    if (missedFrom < missedUntil) this.#goneOf(member).add(missedFrom, missedUntil);
    if (state === NEVER_JOINED) this.#set(member, FROM, number);
    this.#set(member, STATE, PRESENT);
    this.#set(member, HIGH, missedUntil);
    this.presentCount++;
    // Messages sent before this member was counted as present were opened without a copy for it.
    for (let late = missedUntil; late < this.#messages.next; late++) {
      if (this.#isDueTo(member, late)) {
        this.#messages.changeDue(late, 1);
        this.outstanding++;
      } else this.#set(member, SENT_BY, this.#get(member, SENT_BY) + 1);
    }
  }

  /** Message `number` came before everything from `high` on: that is missing for now. */
  #skip(member: number, high: number, number: number): void {
    this.#set(member, HIGH, number + 1);
    if (this.#echo) this.#missingOf(member).add(high, number);
    else
      for (let skipped = high; skipped < number; skipped++)
        if (this.#isDueTo(member, skipped)) this.#missingOf(member).add(skipped, skipped + 1);
  }

  /** Without echo, a member's own messages pass it by. */
  #isDueTo(member: number, number: number): boolean {
    if (this.#echo) return true;
    const sender = this.#messages.senderOf(number);
    return sender !== member && sender !== -1;
  }

  #receiveLate(member: number, number: number): number {
    if (this.#gone[member]?.remove(number) === true) {
      this.#messages.changeDue(number, 1);
      this.outstanding++;
    } else if (this.#missing[member]?.remove(number) !== true) {
      if (number < this.#get(member, FROM)) return COPY.unexpected;
      this.duplicated++;
      return COPY.duplicate;
    }
    const reordered = this.#hasLaterOfSender(member, number);
    if (reordered) this.reordered++;
    return this.#countFirst(member, number) | (reordered ? COPY.reordered : 0);
  }

  #countFirst(member: number, number: number): number {
    this.#set(member, RECEIVED, this.#get(member, RECEIVED) + 1);
    this.outstanding--;
    const due = this.#messages.dueOf(number);
    const got = this.#messages.countCopy(number);
    let bits: number = COPY.first;
    if (got === 1) {
      this.completed++;
      bits |= COPY.completed;
    }
    return got === due ? bits | COPY.last : bits;
  }

  /**
   * Has the member received a message that the same sender sent after `number`? No longer known, and taken for no, where a copy
   * that was given up as gone comes after all and the room has forgotten its message.
   */
  #hasLaterOfSender(member: number, number: number): boolean {
    const missing = this.#missing[member];
    const gone = this.#gone[member];
    let later = this.#messages.nextOfSender(number);
    while (later >= 0 && later < this.#get(member, HIGH)) {
      if (missing?.has(later) !== true && gone?.has(later) !== true) return true;
      later = this.#messages.nextOfSender(later);
    }
    return false;
  }

  /** Could an overtaken copy still have been on its way, since nothing later of its sender has come and it is young? */
  #isOnItsWay(member: number, number: number): boolean {
    const newest = this.#messages.sentAtMsOf(this.#messages.next - 1);
    if (newest - this.#messages.sentAtMsOf(number) > UNDER_WAY_MS) return false;
    return !this.#hasLaterOfSender(member, number);
  }

  #get(member: number, field: number): number {
    return this.#members[member * FIELDS + field] ?? 0;
  }

  #set(member: number, field: number, value: number): void {
    this.#members[member * FIELDS + field] = value;
  }

  #missingOf(member: number): NumberSet {
    return (this.#missing[member] ??= new NumberSet());
  }

  #goneOf(member: number): NumberSet {
    return (this.#gone[member] ??= new NumberSet());
  }
}
