import type { MessageWindow } from './message-window.js';
import { NumberSet } from './number-set.js';

/** A walk along a sender's messages that took more steps is remembered. */
const LONG_WALK = 32;
/** The least that a member lacks for each walk that is remembered: memory follows what is missing. */
const LACKING_PER_WALK = LONG_WALK / 2;

/** What is known of one sender's messages, from looking for one that a member has received: none in `from … to` above `received` was. */
export class SenderWalk {
  /** The highest that is known to have been received, or −1. */
  received = -1;
  /** One of the sender's messages. */
  #to: number;
  #from: number;

  /** @param number where the walk begins */
  constructor(number: number) {
    this.#from = number;
    this.#to = number;
  }

  /** From message `number`, which is above `received`: the furthest one for which nothing between was received. */
  ahead(number: number): number {
    return number >= this.#from && number < this.#to ? this.#to : number;
  }

  /** A message was received, and nothing is known of others above it. */
  find(number: number): void {
    this.received = Math.max(this.received, number);
  }

  /** Of `number … last` none was received. */
  findNone(number: number, last: number): void {
    this.#from = number > this.#to ? number : Math.min(this.#from, number);
    this.#to = last;
  }
}

/**
 * What one member lacks of the messages below the highest that it has received, and what that says of their order. Late copies
 * cost the same each, however many of them come: what a long search found is kept, in less than what is missing takes.
 */
export class MemberGaps {
  /** Overtaken by later messages, and not received. */
  readonly missing = new NumberSet();
  /** What it could not get while it was away. */
  readonly gone = new NumberSet();
  /** Of what it could not get: own messages whose copies nobody expected; made when first needed. */
  ownEchoes: NumberSet | undefined;
  /** Of what is lost, what has come after the account was closed; made when first needed. */
  late: NumberSet | undefined;
  /** By sender; made when first needed. */
  #walks: Map<number, SenderWalk> | undefined;

  /**
   * Has the member, which lacks message `number`, received a message that the same sender sent after it? No longer known, and
   * taken for no, where a copy that was given up as gone comes after all and the room has forgotten its message.
   * @param high one above the highest that it has received or missed
   */
  isOvertaken(messages: MessageWindow, number: number, sender: number, high: number): boolean {
    const walk = this.#walks?.get(sender);
    if (walk !== undefined && number < walk.received) return true;
    let last = walk?.ahead(number) ?? number;
    let later = messages.nextOfSender(last);
    let steps = 0;
    for (; later >= 0 && this.#lacks(later); steps++) {
      last = walk?.ahead(later) ?? later;
      later = messages.nextOfSender(last);
    }
    const isFound = later >= 0 && later < high;
    if (walk !== undefined || steps > LONG_WALK) {
      const known = walk ?? this.#remember(sender, number);
      if (isFound) known.find(later);
      else known.findNone(number, last);
    }
    return isFound;
  }

  /** A late copy of message `number` has come. */
  noteLateCopy(number: number, sender: number): void {
    this.#walks?.get(sender)?.find(number);
    this.#forgetWalks();
  }

  /** Does it lack message `number`? */
  #lacks(number: number): boolean {
    return this.missing.has(number) || this.gone.has(number);
  }

  #remember(sender: number, number: number): SenderWalk {
    this.#forgetWalks();
    const walk = new SenderWalk(number);
    this.#walks ??= new Map();
    this.#walks.set(sender, walk);
    return walk;
  }

  /** Once most of what was missing has come, what is left is walked along again: it is no more than what has come. */
  #forgetWalks(): void {
    if (this.#walks === undefined) return;
    const lacking = this.missing.size + this.gone.size;
    if (this.#walks.size * LACKING_PER_WALK > lacking) this.#walks = undefined;
  }
}
