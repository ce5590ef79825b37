import { NumberSet } from './number-set.js';

const INITIAL_CAPACITY = 64;
/** Beyond this many messages in the ring, the oldest that are still incomplete move to the map. */
const MAX_CAPACITY = 1 << 16;

/** What the ring keeps of a message, in this order and side by side, so that it lies in one place in memory. */
const [SENDER, DUE, GOT, NEXT_OF_SENDER, SENT_AT_MS] = [0, 1, 2, 3, 4];
const FIELDS = 5;

/** A message that stayed incomplete while the room went on. */
interface Straggler {
  sender: number;
  due: number;
  got: number;
  nextOfSender: number;
  sentAtMs: number;
}

/**
 * What a room remembers of its messages by their number: how many copies are due, how many came, and the sender's next message.
 * Recent ones lie in a ring; a ring that is full forgets what is complete and moves the rest to a map, so that
 * memory follows what is missing just now and not the number of messages.
 */
export class MessageWindow {
  #capacity = INITIAL_CAPACITY;
  #ring = new Int32Array(INITIAL_CAPACITY * FIELDS);
  #low = 0;
  #next = 0;
  readonly #stragglers = new Map<number, Straggler>();
  /** Forgotten although nobody has a copy, since none was due any more; made when first needed. */
  #untouched: NumberSet | undefined;

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
    ring[at + SENDER] = sender;
    ring[at + DUE] = due;
    ring[at + GOT] = 0;
    ring[at + NEXT_OF_SENDER] = -1;
    ring[at + SENT_AT_MS] = sentAtMs;
    return number;
  }

  /** Counts one copy; returns how many have come now. A message that was forgotten with a copy returns 0. */
  countCopy(number: number): number {
    if (number >= this.#low) {
      const at = this.#placeOf(number) + GOT;
      const got = (this.#ring[at] ?? 0) + 1;
      this.#ring[at] = got;
      return got;
    }
    const straggler = this.#stragglers.get(number);
    if (straggler === undefined) return this.#untouched?.remove(number) === true ? 1 : 0;
    straggler.got++;
    if (straggler.got >= straggler.due) this.#stragglers.delete(number);
    return straggler.got;
  }

  /** Copies due of a message; −1 when it was forgotten as complete. */
  dueOf(number: number): number {
    return number >= this.#low
      ? (this.#ring[this.#placeOf(number) + DUE] ?? 0)
      : (this.#stragglers.get(number)?.due ?? -1);
  }

  /** Copies of a message that have come; −1 when it was forgotten as complete. */
  gotOf(number: number): number {
    return number >= this.#low
      ? (this.#ring[this.#placeOf(number) + GOT] ?? 0)
      : (this.#stragglers.get(number)?.got ?? -1);
  }

  /**
   * Makes `change` copies more due (a member came back for it) or fewer (a member is gone).
   * @returns true when no copy is missing any more
   */
  changeDue(number: number, change: number): boolean {
    if (number >= this.#low) {
      const at = this.#placeOf(number);
      const due = (this.#ring[at + DUE] ?? 0) + change;
      this.#ring[at + DUE] = due;
      return (this.#ring[at + GOT] ?? 0) >= due;
    }
    const straggler = this.#stragglers.get(number);
    if (straggler === undefined) return true;
    straggler.due += change;
    if (straggler.got < straggler.due) return false;
    this.#stragglers.delete(number);
    if (straggler.got === 0) this.#forgetUntouched(number);
    return true;
  }

  /** The sender of a message; −1 when it was forgotten as complete. */
  senderOf(number: number): number {
    return number >= this.#low
      ? (this.#ring[this.#placeOf(number) + SENDER] ?? -1)
      : (this.#stragglers.get(number)?.sender ?? -1);
  }

  /** When a message was sent, milliseconds; −1 when it was forgotten as complete. */
  sentAtMsOf(number: number): number {
    return number >= this.#low
      ? (this.#ring[this.#placeOf(number) + SENT_AT_MS] ?? -1)
      : (this.#stragglers.get(number)?.sentAtMs ?? -1);
  }

  /** The next message of the same sender; −1 when there is none, −2 when the message was forgotten as complete. */
  nextOfSender(number: number): number {
    return number >= this.#low
      ? (this.#ring[this.#placeOf(number) + NEXT_OF_SENDER] ?? -1)
      : (this.#stragglers.get(number)?.nextOfSender ?? -2);
  }

  /** Notes that `next` is the message after `number` of the same sender. */
  linkNextOfSender(number: number, next: number): void {
    if (number >= this.#low) this.#ring[this.#placeOf(number) + NEXT_OF_SENDER] = next;
    else {
      const straggler = this.#stragglers.get(number);
      if (straggler !== undefined) straggler.nextOfSender = next;
    }
  }

  /** Calls `visit` for every message that lacks copies. */
  forEachIncomplete(visit: (missing: number, sentAtMs: number) => void): void {
    for (const { due, got, sentAtMs } of this.#stragglers.values()) visit(due - got, sentAtMs);
    for (let number = this.#low; number < this.#next; number++) {
      const at = this.#placeOf(number);
      const missing = (this.#ring[at + DUE] ?? 0) - (this.#ring[at + GOT] ?? 0);
      if (missing > 0) visit(missing, this.#ring[at + SENT_AT_MS] ?? 0);
    }
  }

  /** Doubles the ring while much of it is still under way; otherwise forgets and moves the older half. */
  #makeRoom(): void {
    let incomplete = 0;
    for (let at = 0; at < this.#ring.length; at += FIELDS) {
      if ((this.#ring[at + GOT] ?? 0) < (this.#ring[at + DUE] ?? 0)) incomplete++;
    }
    if (incomplete * 4 > this.#capacity && this.#capacity < MAX_CAPACITY) this.#grow();
    else this.#moveOlderHalf();
  }

  #grow(): void {
    const old = this.#ring;
    const placesBefore = this.#capacity - 1;
    this.#capacity *= 2;
    this.#ring = new Int32Array(this.#capacity * FIELDS);
    for (let number = this.#low; number < this.#next; number++) {
      const from = (number & placesBefore) * FIELDS;
      this.#ring.set(old.subarray(from, from + FIELDS), this.#placeOf(number));
    }
  }

  #moveOlderHalf(): void {
    const end = this.#low + this.#capacity / 2;
    for (let number = this.#low; number < end; number++) {
      const at = this.#placeOf(number);
      const [due, got] = [this.#ring[at + DUE] ?? 0, this.#ring[at + GOT] ?? 0];
      if (got < due) {
        this.#stragglers.set(number, {
          sender: this.#ring[at + SENDER] ?? 0,
          due,
          got,
          nextOfSender: this.#ring[at + NEXT_OF_SENDER] ?? -1,
          sentAtMs: this.#ring[at + SENT_AT_MS] ?? 0,
        });
      } else if (got === 0) this.#forgetUntouched(number);
    }
    this.#low = end;
  }

  /** Where the ring keeps a message that is not forgotten. */
  #placeOf(number: number): number {
    return (number & (this.#capacity - 1)) * FIELDS;
  }

  #forgetUntouched(number: number): void {
    this.#untouched ??= new NumberSet();
    this.#untouched.add(number, number + 1);
  }
}
