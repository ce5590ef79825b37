import { NumberSet } from './number-set.js';
import { MESSAGE, MESSAGE_FIELDS, StragglerTable } from './straggler-table.js';

const INITIAL_CAPACITY = 64;
/** Beyond this many messages in the ring, the oldest that are still incomplete move to the table of stragglers. */
const MAX_CAPACITY = 1 << 16;

/**
 * What a room remembers of its messages by their number: how many copies are due, how many came, and the sender's next message.
 * Recent ones lie in a ring; a ring that is full forgets what is complete and moves the rest to a table, so that
 * memory follows what is missing just now and not the number of messages. Complete is what everybody has who was to get it, and
 * somebody was: a message that nobody has is never forgotten.
 */
export class MessageWindow {
  #capacity = INITIAL_CAPACITY;
  #ring = new Int32Array(INITIAL_CAPACITY * MESSAGE_FIELDS);
  #low = 0;
  #next = 0;
  readonly #stragglers = new StragglerTable();
  /** Messages that were complete before another copy of them began to be expected; made when first needed. */
  #told: NumberSet | undefined;

  /** The number that the next message gets. */
  get next(): number {
    return this.#next;
  }

  /** From this number on, no message is forgotten. */
  get oldest(): number {
    return this.#low;
  }

  /** Opens the next message and returns its number. */
  open(sender: number, due: number, sentAtMs: number): number {
    if (this.#next - this.#low === this.#capacity) this.#makeRoom();
    const number = this.#next++;
    const at = this.#placeOf(number);
    const ring = this.#ring;
    ring[at + MESSAGE.sender] = sender;
    ring[at + MESSAGE.due] = due;
    ring[at + MESSAGE.got] = 0;
    ring[at + MESSAGE.nextOfSender] = -1;
    ring[at + MESSAGE.sentAtMs] = sentAtMs;
    return number;
  }

  /** Counts one copy; returns how many have come now. A message that was forgotten returns 0. */
  countCopy(number: number): number {
    if (number >= this.#low) return increase(this.#ring, this.#placeOf(number) + MESSAGE.got, 1);
    const place = this.#stragglers.placeOf(number);
    if (place === -1) return 0;
    const { records } = this.#stragglers;
    const got = increase(records, place + MESSAGE.got, 1);
    if (got >= (records[place + MESSAGE.due] ?? 0)) this.#stragglers.remove(place);
    return got;
  }

  /** Copies due of a message; −1 when it was forgotten as complete. */
  dueOf(number: number): number {
    return this.#read(number, MESSAGE.due, -1);
  }

  /** Copies of a message that have come; −1 when it was forgotten as complete. */
  gotOf(number: number): number {
    return this.#read(number, MESSAGE.got, -1);
  }

  /** Has anybody received a copy of a message, forgotten or not? */
  hasCopy(number: number): boolean {
    return this.gotOf(number) !== 0;
  }

  /** One more copy of a message is due than was thought; that it is complete, if it is, will not be told again. */
  expectMore(number: number): void {
    const got = this.gotOf(number);
    const isComplete = got > 0 && got >= this.dueOf(number);
    if (isComplete && this.#told?.has(number) !== true) (this.#told ??= new NumberSet()).add(number, number + 1);
    this.#changeDue(number, 1);
  }

  /** One copy of a message fewer is due, since a member is gone. @returns true when no copy is missing any more */
  expectLess(number: number): boolean {
    return this.#changeDue(number, -1);
  }

  /** Was it told of a message, which is complete now, that it was complete before? Asked once. */
  wasTold(number: number): boolean {
    return this.#told?.remove(number) === true;
  }

  /** The sender of a message; −1 when it was forgotten as complete. */
  senderOf(number: number): number {
    return this.#read(number, MESSAGE.sender, -1);
  }

  /** When a message was sent, milliseconds; −1 when it was forgotten as complete. */
  sentAtMsOf(number: number): number {
    return this.#read(number, MESSAGE.sentAtMs, -1);
  }

  /** The next message of the same sender; −1 when there is none, −2 when the message was forgotten as complete. */
  nextOfSender(number: number): number {
    return this.#read(number, MESSAGE.nextOfSender, -2);
  }

  /** Notes that `next` is the message after `number` of the same sender. */
  linkNextOfSender(number: number, next: number): void {
    if (number >= this.#low) this.#ring[this.#placeOf(number) + MESSAGE.nextOfSender] = next;
    else {
      const place = this.#stragglers.placeOf(number);
      if (place !== -1) this.#stragglers.records[place + MESSAGE.nextOfSender] = next;
    }
  }

  /** Calls `visit` for every message that is not forgotten, ascending. Within, `due` may be made more and no message opened. */
  forEach(visit: (number: number) => void): void {
    for (const number of this.#stragglers.numbers()) visit(number);
    for (let number = this.#low; number < this.#next; number++) visit(number);
  }

  /** Calls `visit` for every message of which somebody lacks a copy that is due. */
  forEachIncomplete(visit: (missing: number, sentAtMs: number) => void): void {
    const look = (records: Int32Array, at: number): void => {
      const missing = (records[at + MESSAGE.due] ?? 0) - (records[at + MESSAGE.got] ?? 0);
      if (missing > 0) visit(missing, records[at + MESSAGE.sentAtMs] ?? 0);
    };
    for (const place of this.#stragglers.places()) look(this.#stragglers.records, place);
    for (let number = this.#low; number < this.#next; number++) look(this.#ring, this.#placeOf(number));
  }

  /** Calls `visit` for every message that nobody has, ascending. */
  forEachUntouched(visit: (number: number, sender: number, due: number, sentAtMs: number) => void): void {
    const look = (records: Int32Array, at: number, number: number): void => {
      if (records[at + MESSAGE.got] !== 0) return;
      visit(
        number,
        records[at + MESSAGE.sender] ?? 0,
        records[at + MESSAGE.due] ?? 0,
        records[at + MESSAGE.sentAtMs] ?? 0,
      );
    };
    const { records } = this.#stragglers;
    for (const place of this.#stragglers.places()) look(records, place, this.#stragglers.numberAt(place));
    for (let number = this.#low; number < this.#next; number++) look(this.#ring, this.#placeOf(number), number);
  }

  /** Doubles the ring while much of it is still under way; otherwise forgets and moves the older half. */
  #makeRoom(): void {
    let incomplete = 0;
    for (let at = 0; at < this.#ring.length; at += MESSAGE_FIELDS) {
      if ((this.#ring[at + MESSAGE.got] ?? 0) < (this.#ring[at + MESSAGE.due] ?? 0)) incomplete++;
    }
    if (incomplete * 4 > this.#capacity && this.#capacity < MAX_CAPACITY) this.#grow();
    else this.#moveOlderHalf();
  }

  #grow(): void {
    const old = this.#ring;
    const placesBefore = this.#capacity - 1;
    this.#capacity *= 2;
    this.#ring = new Int32Array(this.#capacity * MESSAGE_FIELDS);
    for (let number = this.#low; number < this.#next; number++) {
      const from = (number & placesBefore) * MESSAGE_FIELDS;
      const to = this.#placeOf(number);
      for (let field = 0; field < MESSAGE_FIELDS; field++) this.#ring[to + field] = old[from + field] ?? 0;
    }
  }

  #moveOlderHalf(): void {
    const end = this.#low + this.#capacity / 2;
    for (let number = this.#low; number < end; number++) {
      const at = this.#placeOf(number);
      const got = this.#ring[at + MESSAGE.got] ?? 0;
      if (got === 0 || got < (this.#ring[at + MESSAGE.due] ?? 0)) this.#stragglers.add(number, this.#ring, at);
    }
    this.#low = end;
  }

  /** @returns true when no copy is missing any more */
  #changeDue(number: number, change: number): boolean {
    if (number >= this.#low) {
      const at = this.#placeOf(number);
      return (this.#ring[at + MESSAGE.got] ?? 0) >= increase(this.#ring, at + MESSAGE.due, change);
    }
    const place = this.#stragglers.placeOf(number);
    if (place === -1) return true;
    const { records } = this.#stragglers;
    const got = records[place + MESSAGE.got] ?? 0;
    if (got < increase(records, place + MESSAGE.due, change)) return false;
    if (got > 0) this.#stragglers.remove(place);
    return true;
  }

  #read(number: number, field: number, forgotten: number): number {
    if (number >= this.#low) return this.#ring[this.#placeOf(number) + field] ?? 0;
    const place = this.#stragglers.placeOf(number);
    return place === -1 ? forgotten : (this.#stragglers.records[place + field] ?? 0);
  }

  /** Where the ring keeps a message that is not forgotten. */
  #placeOf(number: number): number {
    return (number & (this.#capacity - 1)) * MESSAGE_FIELDS;
  }
}

function increase(records: Int32Array, at: number, by: number): number {
  const increased = (records[at] ?? 0) + by;
  records[at] = increased;
  return increased;
}
