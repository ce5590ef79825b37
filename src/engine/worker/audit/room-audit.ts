import { NumberSet } from '../../../ledger/number-set.js';
import type { AuditedRoom } from '../../../metrics/audit-outcome.js';

/** What an audit asks of a room's ledger. */
export interface AuditedLedger {
  /** Messages sent to the room. */
  readonly sent: number;
  /** Has any member received message `number`? */
  wasReceived(number: number): boolean;
}

/**
 * The account of one room in an audit, opened at one moment: what at least one member has received by then is expected to be stored,
 * and each such message is found once, missing, or not checkable. What comes later changes nothing in it.
 */
export class RoomAudit {
  readonly expected: number;
  #foundLate = 0;
  #highestFound = -1;
  #isSettled = false;
  /** The history was read to its end at least once. */
  #wasRead = false;
  readonly #awaited = new NumberSet();
  readonly #sent: number;

  constructor(ledger: AuditedLedger) {
    this.#sent = ledger.sent;
    let from = 0;
    for (let number = 0; number <= ledger.sent; number++) {
      if (number < ledger.sent && ledger.wasReceived(number)) continue;
      this.#awaited.add(from, number);
      from = number + 1;
    }
    this.expected = this.#awaited.size;
  }

  get found(): number {
    return this.expected - this.#awaited.size;
  }

  /** Messages that were looked for and not found yet. */
  get notYetStored(): number {
    return this.#wasRead && !this.#isSettled ? this.#awaited.size : 0;
  }

  /** The number of the first of them; undefined when there is none. */
  get firstAwaited(): number | undefined {
    for (const number of this.#awaited.values()) return number;
    return undefined;
  }

  /** A stored message was seen. @returns whether it was expected and had not been found before */
  note(number: number): boolean {
    if (number >= this.#sent || !this.#awaited.remove(number)) return false;
    if (this.#wasRead) this.#foundLate++;
    this.#highestFound = Math.max(this.#highestFound, number);
    return true;
  }

  /** The history has been read to its end. */
  endLook(): void {
    this.#wasRead = true;
  }

  /** It has been read to its end after the server had its time: what is not there is missing. */
  settle(): void {
    this.#isSettled = true;
  }

  /** What is missing, ascending; nothing before {@link settle}. */
  missing(): Iterable<number> {
    return this.#isSettled ? this.#awaited.values() : [];
  }

  /** @param secondOf the second in which a message was sent */
  outcome(room: string, secondOf: (number: number) => number): AuditedRoom {
    const { expected, found } = this;
    const notCheckable = this.#isSettled ? 0 : this.#awaited.size;
    const foundLate = this.#foundLate;
    return { room, expected, found, foundLate, notCheckable, missingSinceSecond: this.#missingSince(secondOf) };
  }

  #missingSince(secondOf: (number: number) => number): number | null {
    if (!this.#isSettled || this.#awaited.size === 0) return null;
    for (const number of this.#awaited.values()) if (number > this.#highestFound) return secondOf(number);
    return null;
  }
}
