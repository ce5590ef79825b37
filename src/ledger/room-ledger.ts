import type { PairSums } from '../metrics/pairs.js';
import type { DeliverySums } from '../metrics/run-outcome.js';
import { Absences } from './absence.js';
import { COPY } from './copy.js';
import { deafPairs } from './deaf-pairs.js';
import { isDueTo, miss } from './due.js';
import { lateBits, ownBits, repeatBits, takeLacking } from './late-copies.js';
import { expectOwnCopies } from './late-echo.js';
import { MessageWindow } from './message-window.js';
import { copiesOnTheirWay, echoesOnTheirWay, type GivenUp, giveUp } from './on-their-way.js';
import { RoomMembers } from './room-members.js';
import type { RoomRecords } from './room-records.js';
import { StageAccount, type StageSums } from './stage-account.js';
import { type MemberSums, UnconfirmedMessages } from './unconfirmed.js';
import { UnheardEchoes } from './unheard-echoes.js';

const NEVER_MS = 2 ** 31 - 1;

/**
 * The account of one room: for every member and every message whether it came, once, and in order. All members share one
 * numbering of the room's messages, so a member in step is one integer (`high`); only what is missing takes more.
 *
 * A membership begins when the member first joins and lasts to the end. While its connection is away, messages are still
 * expected by it, and those that it could not get are `receiverGone`: `expected = received + lost + receiverGone` always holds.
 * A message that reached nobody, since its sender's connection broke, is lost to all: see {@link UnconfirmedMessages}.
 * What was sent before the present connection asked to join is a replay when it comes: what the member had missed it then has
 * after all, but the time says nothing, and what it had is no duplicate.
 */
export class RoomLedger {
  /** Copies that are due and have not come: what a drain waits for. */
  outstanding = 0;
  /** Members that are connected and joined. */
  presentCount = 0;
  duplicated = 0;
  reordered = 0;
  /** Messages that at least one member has. */
  completed = 0;

  /** Of members who are away by plan. */
  readonly absences: Absences;
  #echo: boolean;
  readonly #messages = new MessageWindow();
  readonly #members: RoomMembers;
  readonly #records: RoomRecords;
  readonly #unconfirmed: UnconfirmedMessages;
  /** When {@link #unheard} is to be told of the next second; never, where an echo is expected. */
  #secondEndMs: number;
  /** Of a room that expects no echo, or did not at first. */
  readonly #unheard: UnheardEchoes | undefined;
  /** Of a load that has stages. */
  readonly #stages: StageAccount | undefined;

  /**
   * @param memberCount planned members, numbered from 0
   * @param echo whether the server sends the sender its own copy, as far as is known
   * @param startMs zero of the seconds by which losses are told, on the clock of {@link send}
   * @param stageCount of the load; 0 where it is the same all the time
   */
  constructor(memberCount: number, echo: boolean, startMs = 0, stageCount = 0) {
    this.#echo = echo;
    this.#members = new RoomMembers(memberCount);
    this.#records = { members: this.#members, messages: this.#messages };
    this.#unconfirmed = new UnconfirmedMessages(this.#records);
    this.absences = new Absences(this.#records, this.#unconfirmed, () => this.#echo);
    this.#unheard = echo ? undefined : new UnheardEchoes(startMs);
    this.#secondEndMs = echo ? NEVER_MS : 0;
    this.#stages = stageCount > 0 ? new StageAccount(stageCount) : undefined;
  }

  /** Messages sent to the room so far. */
  get sent(): number {
    return this.#messages.next;
  }

  /** Copies that later messages have overtaken and that have not come. */
  get missingNow(): number {
    return this.#members.missing + (this.#unheard?.forgotten ?? 0);
  }

  isPresent(member: number): boolean {
    return this.#members.isPresent(member);
  }

  /** Messages of `member` so far, save those sent while it was away. */
  sentBy(member: number): number {
    return this.#members.sentBy(member);
  }

  /** A connection of the member, who is not in the room, asks to join or, where nobody has to ask, is about to be opened. */
  ask(member: number): void {
    if (!this.isPresent(member)) this.#members.ask(member, this.#messages.next);
  }

  /**
   * The member's connection has joined the room, for the first time or again.
   * @param isRecovered has the server taken up the connection that was cut, so that it will send what was missed?
   */
  join(member: number, isRecovered = false): void {
    if (this.isPresent(member)) return;
    if (isRecovered || this.#members.asked(member) === -1) this.ask(member);
    this.#enter(member, this.#messages.next);
    this.#members.setRecovered(member, isRecovered);
  }

  /**
   * The member's connection is gone: what was on its way to it, and what follows, it cannot get.
   * @param isTaken did we end it ourselves, after the server had taken what it was sent?
   * @returns the senders of messages that nobody else waits for, one entry a message
   */
  leave(member: number, isTaken = false): readonly number[] {
    if (!this.isPresent(member)) return [];
    for (const number of this.#echo ? [] : echoesOnTheirWay(this.#records, member)) {
      this.#members.giveUpEcho(member, number);
      this.#stages?.giveUpEcho(number);
      this.#unconfirmed.noteEcho(number);
      this.#unheard?.remove(number);
    }
    const { senders } = this.excuse(member);
    this.#unconfirmed.noteEnd(member, isTaken);
    this.#members.leave(member, this.#messages.next);
    this.presentCount--;
    return senders;
  }

  /** What is on its way to the member, who is present, is not waited for: it is gone, unless it comes after all. */
  excuse(member: number): GivenUp {
    const numbers = copiesOnTheirWay(this.#records, member, (number) => this.#isDueTo(member, number));
    this.#members.setHigh(member, this.#messages.next);
    this.outstanding -= numbers.length;
    return { numbers, senders: giveUp(this.#records, member, numbers) };
  }

  /**
   * A message of `member`, who is present, is about to be handed to its socket.
   * @param sentAtMs since the start of the run, for the timeline of losses
   * @param stage in which it was due
   * @returns the message's number in the room
   */
  send(member: number, sentAtMs: number, stage = 0): number {
    const isPresent = this.isPresent(member);
    const due = this.presentCount - (!this.#echo && isPresent ? 1 : 0);
    const number = this.#messages.open(member, due, sentAtMs);
    this.outstanding += due;
    this.#stages?.send(number, stage, isPresent);
    if (sentAtMs >= this.#secondEndMs)
      this.#secondEndMs = this.#unheard?.beginSecond(number, sentAtMs, this.#members.sent) ?? NEVER_MS;
    const before = this.#members.send(member, number);
    if (before !== -1) this.#messages.linkNextOfSender(before, number);
    return number;
  }

  /**
   * A copy of message `number` has come to `member`.
   * @returns bits of {@link COPY}
   */
  receive(member: number, number: number, sender: number): number {
    if (number >= this.#messages.next) return COPY.unexpected;
    if (!this.#echo && sender === member) return ownBits(this.#members, member, number);
    let high = this.#members.receiveNext(member, number);
    if (high === -1) {
      if (number < this.#members.asked(member)) return this.#receiveLate(member, number, sender);
      this.#enter(member, this.#members.asked(member) === -1 ? number : this.#messages.next);
      high = this.#members.receiveNext(member, number);
    }
    if (number < high) return this.#receiveLate(member, number, sender);
    if (number > high) miss(this.#records, this.#echo, member, high, number);
    return this.#countFirst(number);
  }

  /** Would a copy of message `number` be the first that `member` gets? */
  isNew(member: number, number: number, sender: number): boolean {
    if (number >= this.#messages.next || (!this.#echo && sender === member)) return false;
    if (this.#members.lacks(member, number)) return true;
    return this.#unheard?.accountsFor(member, number, sender) === true && this.#unheard.lacks(member, number);
  }

  /** Would a copy of message `number` be from before the member's present connection asked to join? */
  isReplay(member: number, number: number): boolean {
    return number < this.#members.asked(member);
  }

  /** A copy of message `number` has come to `member` when the account was closed already. @returns is it the first of a lost one? */
  noteLate(member: number, number: number, sender: number): boolean {
    return this.isNew(member, number, sender) && this.#members.noteLate(member, number);
  }

  /**
   * The server sends senders their own copies after all: every sum becomes what it would be had that been known before the first
   * message. Two things stay unknown of messages that the room has forgotten meanwhile: whether their own copies come in order,
   * which is taken for yes, and whether they were on their way when a sender was cut, which is taken for no.
   */
  learnEcho(): void {
    const unheard = this.#unheard;
    if (this.#echo || unheard === undefined) return;
    this.#echo = true;
    this.#secondEndMs = NEVER_MS;
    expectOwnCopies(this.#records, unheard, (number) => this.#expectAnother(number));
    this.outstanding += unheard.forgotten;
  }

  /** Has any member received message `number`? */
  wasReceived(number: number): boolean {
    return number < this.#messages.next && this.#messages.hasCopy(number);
  }

  /** The sums over all members; of a room that still waits for copies, `lost` is what has not come yet. */
  sums(): DeliverySums {
    return { ...this.#unconfirmed.sums(this.#echo), duplicated: this.duplicated, reordered: this.reordered };
  }

  /** What of {@link sums} is each member's. */
  memberSums(): MemberSums[] {
    return this.#unconfirmed.memberSums(this.#echo);
  }

  /** What of {@link sums} is of each stage; empty where there are none. */
  stageSums(): StageSums[] {
    return this.#stages?.sums(this.#records, this.#echo, this.#unconfirmed.find(this.#echo)) ?? [];
  }

  /** Who of the room hears whom. Call it after the drain. */
  pairs(): PairSums {
    return deafPairs(this.#records, this.outstanding, (member, number) => this.#isDueTo(member, number));
  }

  /**
   * Calls `visit` for what is lost, after the drain: by message, perhaps in two parts, and by second of late echoes that were forgotten.
   */
  forEachLoss(visit: (lostCopies: number, sentAtMs: number) => void): void {
    for (const { away, sentAtMs } of this.#unconfirmed.find(this.#echo).messages) if (away > 0) visit(away, sentAtMs);
    this.#unheard?.forEachForgotten(visit);
    this.#messages.forEachIncomplete(visit);
  }

  /**
   * From message `number` on, the member is in the room; copies show it as surely as the server's confirmation. Of those sent before, since
   * it asked to join, nobody knows on which side of the join the server took each: what comes is received, and the rest is gone.
   */
  #enter(member: number, number: number): void {
    const members = this.#members;
    if (members.isPresent(member)) return;
    const asked = members.asked(member);
    const missedFrom = members.hasJoined(member) ? members.high(member) : asked === -1 ? number : asked;
    const missedUntil = Math.max(number < missedFrom ? this.#messages.next : number, this.#messages.oldest);
    if (missedFrom < missedUntil) members.gapsOf(member).gone.add(missedFrom, missedUntil);
    if (!members.hasJoined(member)) members.expectFrom(member, missedFrom);
    members.enter(member, missedUntil, this.#messages.next);
    this.presentCount++;
    // Messages sent before this member was counted as present were opened without a copy for it.
    for (let late = missedUntil; late < this.#messages.next; late++) {
      if (this.#isDueTo(member, late)) this.#expectAnother(late);
      else {
        members.countSent(member);
        this.#stages?.own(late);
        this.#unheard?.add(late);
      }
    }
  }

  #isDueTo(member: number, number: number): boolean {
    return isDueTo(this.#records, this.#echo, member, number);
  }

  /** Of a message before the highest that the member has received or missed, or from before its connection was in the room. */
  #receiveLate(member: number, number: number, sender: number): number {
    const members = this.#members;
    members.missUntilAsked(member);
    const unheard = this.#unheard?.accountsFor(member, number, sender) === true ? this.#unheard : undefined;
    const lacking = takeLacking(members, member, number, unheard);
    if (lacking === undefined) {
      const bits = repeatBits(members, member, number);
      if (bits === COPY.duplicate) this.duplicated++;
      return bits;
    }
    if (lacking === 'gone') this.#expectAnother(number);
    const how = lateBits(this.#records, member, number, unheard === undefined ? sender : undefined);
    if (how === COPY.reordered) this.reordered++;
    members.gaps(member)?.noteLateCopy(number, sender);
    members.countReceived(member);
    return this.#countFirst(number) | how;
  }

  /** A first copy of message `number` has come to somebody. */
  #countFirst(number: number): number {
    this.outstanding--;
    const due = this.#messages.dueOf(number);
    const got = this.#messages.countCopy(number);
    let bits: number = COPY.first;
    if (got === 1) {
      this.completed++;
      bits |= COPY.completed;
    }
    return got === due && !this.#messages.wasTold(number) ? bits | COPY.last : bits;
  }

  #expectAnother(number: number): void {
    this.#messages.expectMore(number);
    this.outstanding++;
  }
}
