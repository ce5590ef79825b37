import type { DeliverySums } from '../metrics/run-outcome.js';
import { MemberGaps } from './member-gaps.js';
import { NumberSet } from './number-set.js';

/** Where a member stands. */
const NEVER_JOINED = 0;
const PRESENT = 1;
const ABSENT = 2;

/**
 * What the account keeps of a member, in this order and side by side: where it stands; the number of the first message that it is
 * to get; one above the highest that it has received or missed; copies received; own messages since it joined, save those sent
 * while it was away; the number of its last one; where no echo is expected, own messages whose copies it could not have got; the
 * number of the first message after its present connection had joined.
 */
const [STANDING, FROM, HIGH, RECEIVED, SENT_BY, LAST_SENT_BY, ECHOES_GONE, ENTERED] = [0, 1, 2, 3, 4, 5, 6, 7];
const FIELDS = 8;
/** Stands for the number of the first message after a member asked to join, as long as it has not asked. */
const NOT_ASKED = -1;

/** The members of a room: numbers of each, and what it lacks. 37 bytes a member, and for what is missing as much as {@link MemberGaps} says. */
export class RoomMembers {
  readonly count: number;
  readonly #records: Int32Array;
  /** The number of the first message after a member's present connection had asked to join. */
  readonly #asked: Int32Array;
  /** Is a member's present connection one that the server has recovered? */
  readonly #recovered: Uint8Array;
  /** Made when first needed. */
  readonly #gaps: (MemberGaps | undefined)[];

  /** @param count planned members, numbered from 0 */
  constructor(count: number) {
    this.count = count;
    this.#records = new Int32Array(count * FIELDS);
    this.#asked = new Int32Array(count).fill(NOT_ASKED);
    this.#recovered = new Uint8Array(count);
    for (let member = 0; member < count; member++) this.#set(member, LAST_SENT_BY, -1);
    this.#gaps = Array.from({ length: count });
  }

  isPresent(member: number): boolean {
    return this.#get(member, STANDING) === PRESENT;
  }

  hasJoined(member: number): boolean {
    return this.#get(member, STANDING) !== NEVER_JOINED;
  }

  /** The number of the first message that a member is to get. */
  from(member: number): number {
    return this.#get(member, FROM);
  }

  /** One above the highest message that a member has received or missed. */
  high(member: number): number {
    return this.#get(member, HIGH);
  }

  setHigh(member: number, high: number): void {
    this.#set(member, HIGH, high);
  }

  /** The number of the first message after a member's present connection had joined. */
  entered(member: number): number {
    return this.#get(member, ENTERED);
  }

  /** The number of the first message after a member's present connection had asked to join; −1 when it has not. */
  asked(member: number): number {
    return this.#asked[member] ?? NOT_ASKED;
  }

  /** A member's connection asks to join. @param next the number of the next message */
  ask(member: number, next: number): void {
    this.#asked[member] = next;
  }

  /** Is message `number`, which the member has or is not to get, from before its present connection was in the room? */
  isFromBefore(member: number, number: number): boolean {
    const asked = this.asked(member);
    return asked !== NOT_ASKED && number < (this.isPresent(member) ? this.entered(member) : asked);
  }

  /** A member that is away, and hears again of what was before, has missed what was sent until its connection asked to join. */
  missUntilAsked(member: number): void {
    const [high, asked] = [this.high(member), this.asked(member)];
    if (this.#get(member, STANDING) !== ABSENT || high >= asked) return;
    this.gapsOf(member).gone.add(high, asked);
    this.setHigh(member, asked);
  }

  isRecovered(member: number): boolean {
    return this.#recovered[member] === 1;
  }

  setRecovered(member: number, isRecovered: boolean): void {
    this.#recovered[member] = Number(isRecovered);
  }

  /** Own messages since a member joined, save those sent while it was away. */
  sentBy(member: number): number {
    return this.#get(member, SENT_BY);
  }

  /** The number of a member's last own message; −1 when it has sent none. */
  lastSentBy(member: number): number {
    return this.#get(member, LAST_SENT_BY);
  }

  /** Own messages of all members, as in {@link sentBy}. */
  get sent(): number {
    let sum = 0;
    for (let member = 0; member < this.count; member++) sum += this.sentBy(member);
    return sum;
  }

  /** Own messages of a member whose copies could come, if there were an echo: those sent while it was there, and before it was cut. */
  echoes(member: number): number {
    return this.#get(member, SENT_BY) - this.#get(member, ECHOES_GONE);
  }

  /**
   * A member receives message `number`, unless it is away, or has got beyond it: then nothing changes.
   * @returns its `high` before; −1 when it is away
   */
  receiveNext(member: number, number: number): number {
    const records = this.#records;
    const at = member * FIELDS;
    if (records[at + STANDING] !== PRESENT) return -1;
    const high = records[at + HIGH] ?? 0;
    if (number < high) return high;
    records[at + HIGH] = number + 1;
    records[at + RECEIVED] = (records[at + RECEIVED] ?? 0) + 1;
    return high;
  }

  /** A member receives messages from `high` on. @param entered the number of the next message */
  enter(member: number, high: number, entered: number): void {
    this.#set(member, STANDING, PRESENT);
    this.#set(member, HIGH, high);
    this.#set(member, ENTERED, entered);
  }

  /** From message `number` on everything is expected by a member. */
  expectFrom(member: number, number: number): void {
    this.#set(member, FROM, number);
  }

  /** A member is away. @param next the number of the next message */
  leave(member: number, next: number): void {
    this.#set(member, STANDING, ABSENT);
    this.#set(member, HIGH, next);
    this.#asked[member] = NOT_ASKED;
    this.#recovered[member] = 0;
  }

  countReceived(member: number): void {
    this.#increase(member, RECEIVED);
  }

  /** A message that a member sent before it was known to be there is one of its own after all. */
  countSent(member: number): void {
    this.#increase(member, SENT_BY);
  }

  /** The own copy of message `number` cannot come any more, if there is an echo at all. */
  giveUpEcho(member: number, number: number): void {
    const gaps = this.gapsOf(member);
    gaps.gone.add(number, number + 1);
    (gaps.ownEchoes ??= new NumberSet()).add(number, number + 1);
    this.#increase(member, ECHOES_GONE);
  }

  /** A member sends message `number`. @returns its own message before, or −1 */
  send(member: number, number: number): number {
    const records = this.#records;
    const at = member * FIELDS;
    const before = records[at + LAST_SENT_BY] ?? -1;
    records[at + LAST_SENT_BY] = number;
    if (records[at + STANDING] === PRESENT) records[at + SENT_BY] = (records[at + SENT_BY] ?? 0) + 1;
    return before;
  }

  /** What a member lacks below its `high`; undefined when it never lacked anything. */
  gaps(member: number): MemberGaps | undefined {
    return this.#gaps[member];
  }

  /** The same, to add to. */
  gapsOf(member: number): MemberGaps {
    return (this.#gaps[member] ??= new MemberGaps());
  }

  /** Would a copy of message `number` be the first that the member gets? */
  lacks(member: number, number: number): boolean {
    const gaps = this.#gaps[member];
    if (gaps?.missing.has(number) === true || gaps?.gone.has(number) === true) return true;
    if (number < this.#get(member, HIGH)) return false;
    return this.#get(member, STANDING) !== NEVER_JOINED || number >= this.asked(member);
  }

  /** A copy has come, when all accounts were closed, of message `number`, which the member lacks. @returns is it the first of a lost one? */
  noteLate(member: number, number: number): boolean {
    const gaps = this.gapsOf(member);
    if (!this.isPresent(member) || gaps.gone.has(number) || gaps.late?.has(number) === true) return false;
    gaps.late ??= new NumberSet();
    gaps.late.add(number, number + 1);
    return true;
  }

  /** Copies that later messages have overtaken and that have not come, of all members. */
  get missing(): number {
    return this.#gaps.reduce((sum, gaps) => sum + (gaps?.missing.size ?? 0), 0);
  }

  /** Calls `visit` for every run of numbers that a member could not get: the first one, and one above the last. @param next the next message */
  forEachGone(next: number, visit: (from: number, to: number) => void): void {
    for (let member = 0; member < this.count; member++) this.forEachGoneOf(member, next, visit);
  }

  /** The same of one member. */
  forEachGoneOf(member: number, next: number, visit: (from: number, to: number) => void): void {
    for (const [from, to] of this.#gaps[member]?.gone.ranges() ?? []) visit(from, to);
    if (this.#get(member, STANDING) === ABSENT) visit(this.#get(member, HIGH), next);
  }

  /** Is message `number` one that the member could not get, since it was away? */
  lacksForGood(member: number, number: number): boolean {
    if (this.#get(member, STANDING) === ABSENT && number >= this.#get(member, HIGH)) return true;
    return this.#gaps[member]?.gone.has(number) === true;
  }

  /** Can message `number`, which the member did not receive, still come to it? It joined before, and was not cut since. */
  mayGet(member: number, number: number): boolean {
    const standing = this.#get(member, STANDING);
    if (standing === NEVER_JOINED || number < this.#get(member, FROM)) return false;
    if (standing === ABSENT && number >= this.#get(member, HIGH)) return false;
    return this.#gaps[member]?.gone.has(number) !== true;
  }

  /**
   * Copies expected, received and gone, of all members; what remains is lost, or has not come yet.
   * @param sent messages sent to the room
   * @param echo whether senders expect their own copies
   */
  sums(sent: number, echo: boolean): Pick<DeliverySums, 'expected' | 'received' | 'receiverGone'> {
    let [expected, received, receiverGone] = [0, 0, 0];
    for (let member = 0; member < this.count; member++) {
      const own = this.sumsOf(member, sent, echo);
      expected += own.expected;
      received += own.received;
      receiverGone += own.receiverGone;
    }
    return { expected, received, receiverGone };
  }

  /** What of {@link sums} is one member's. */
  sumsOf(member: number, sent: number, echo: boolean): Pick<DeliverySums, 'expected' | 'received' | 'receiverGone'> {
    const standing = this.#get(member, STANDING);
    if (standing === NEVER_JOINED) return { expected: 0, received: 0, receiverGone: 0 };
    const [away, gone] = [standing === ABSENT ? sent - this.#get(member, HIGH) : 0, this.#gaps[member]?.gone.size ?? 0];
    return {
      expected: sent - this.#get(member, FROM) - (echo ? 0 : this.#get(member, SENT_BY)),
      received: this.#get(member, RECEIVED),
      receiverGone: gone + away - (echo ? 0 : this.#get(member, ECHOES_GONE)),
    };
  }

  #get(member: number, field: number): number {
    return this.#records[member * FIELDS + field] ?? 0;
  }

  #set(member: number, field: number, value: number): void {
    this.#records[member * FIELDS + field] = value;
  }

  #increase(member: number, field: number): void {
    this.#set(member, field, this.#get(member, field) + 1);
  }
}
