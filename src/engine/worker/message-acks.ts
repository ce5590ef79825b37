import { FIRST_MESSAGE_ACK_ID, MESSAGE_ACK_IDS } from '../../chat/message-template.js';

/** Of one connection, messages that wait for their acknowledgement; an older one is given up. A power of two. */
const MOST_WAITING = 4096;
const LEAST_CAPACITY = 16;

/** Stands in the place of a message that was answered. */
const ANSWERED = -1;

/**
 * Which messages of one connection wait for their acknowledgement, and since when: a ring of times, so that sending allocates
 * nothing. Servers answer in any order, but mostly in that of the messages.
 */
export class MessageAcks {
  /** When each was to be sent, microseconds; the message number n of the connection lies at n modulo the length. */
  #intendedUs = new Float64Array(LEAST_CAPACITY);
  /** Number of the oldest that waits. */
  #begin = 0;
  /** Number of the next. */
  #end = 0;
  #waiting = 0;

  /** Messages that wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** A message is sent. @returns the number by which it asks for its acknowledgement */
  add(intendedUs: number): number {
    if (this.#end - this.#begin === this.#intendedUs.length) this.#makeRoom();
    this.#intendedUs[this.#end & (this.#intendedUs.length - 1)] = intendedUs;
    this.#waiting++;
    const ackId = FIRST_MESSAGE_ACK_ID + (this.#end % MESSAGE_ACK_IDS);
    this.#end++;
    return ackId;
  }

  /**
   * A message is answered.
   * @returns when it was to be sent, microseconds; undefined when it was answered before, or has been given up
   */
  take(ackId: number): number | undefined {
    const place = ackId - FIRST_MESSAGE_ACK_ID;
    if (!Number.isInteger(ackId) || place < 0 || place >= MESSAGE_ACK_IDS) return undefined;
    const ahead = place - (this.#begin % MESSAGE_ACK_IDS);
    const number = this.#begin + (ahead < 0 ? ahead + MESSAGE_ACK_IDS : ahead);
    if (number >= this.#end) return undefined;
    const mask = this.#intendedUs.length - 1;
    const intendedUs = this.#intendedUs[number & mask];
    if (intendedUs === undefined || intendedUs === ANSWERED) return undefined;
    this.#intendedUs[number & mask] = ANSWERED;
    this.#waiting--;
    while (this.#begin < this.#end && this.#intendedUs[this.#begin & mask] === ANSWERED) this.#begin++;
    return intendedUs;
  }

  /** The connection is gone: what waits is answered by nobody. */
  clear(): void {
    this.#begin = this.#end;
    this.#waiting = 0;
  }

  #makeRoom(): void {
    const before = this.#intendedUs;
    if (before.length === MOST_WAITING) {
      this.#forget();
      return;
    }
    const larger = new Float64Array(before.length * 2);
    for (let number = this.#begin; number < this.#end; number++) {
      larger[number & (larger.length - 1)] = before[number & (before.length - 1)] ?? ANSWERED;
    }
    this.#intendedUs = larger;
  }

  /** Gives up the oldest. */
  #forget(): void {
    const mask = this.#intendedUs.length - 1;
    this.#waiting--;
    this.#begin++;
    while (this.#begin < this.#end && this.#intendedUs[this.#begin & mask] === ANSWERED) this.#begin++;
  }
}
