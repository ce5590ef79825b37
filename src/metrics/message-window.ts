import { NumberSet } from './number-set.js';

const INITIAL_CAPACITY = 64;
/** Beyond this many messages in the ring, the oldest that are still incomplete move to the map. */
const MAX_CAPACITY = 1 << 16;

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
 * Recent ones lie in a ring of typed arrays; a ring that is full forgets what is complete and moves the rest to a map, so that
 * memory follows what is missing just now and not the number of messages.
 */
export class MessageWindow {
  #capacity = INITIAL_CAPACITY;
  #sender = new Int32Array(INITIAL_CAPACITY);
  #due = new Int32Array(INITIAL_CAPACITY);
  #got = new Int32Array(INITIAL_CAPACITY);
  #nextOfSender = new Int32Array(INITIAL_CAPACITY);
  #sentAtMs = new Int32Array(INITIAL_CAPACITY);
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
    const slot = number & (this.#capacity - 1);
    this.#sender[slot] = sender;
    this.#due[slot] = due;
    this.#got[slot] = 0;
    this.#nextOfSender[slot] = -1;
    this.#sentAtMs[slot] = sentAtMs;
    return number;
  }

  /** Counts one copy; returns how many have come now. A message that was forgotten with a copy returns 0. */
  countCopy(number: number): number {
    if (number >= this.#low) {
      const slot = number & (this.#capacity - 1);
      const got = (this.#got[slot] ?? 0) + 1;
      this.#got[slot] = got;
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
      ? (this.#due[number & (this.#capacity - 1)] ?? 0)
      : (this.#stragglers.get(number)?.due ?? -1);
  }

  /** Copies of a message that have come; −1 when it was forgotten as complete. */
  gotOf(number: number): number {
    return number >= this.#low
      ? (this.#got[number & (this.#capacity - 1)] ?? 0)
      : (this.#stragglers.get(number)?.got ?? -1);
  }

  /**
   * Makes `change` copies more due (a member came back for it) or fewer (a member is gone).
   * @returns true when no copy is missing any more
   */
  changeDue(number: number, change: number): boolean {
    if (number >= this.#low) {
      const slot = number & (this.#capacity - 1);
      const due = (this.#due[slot] ?? 0) + change;
      this.#due[slot] = due;
      return (this.#got[slot] ?? 0) >= due;
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
      ? (this.#sender[number & (this.#capacity - 1)] ?? -1)
      : (this.#stragglers.get(number)?.sender ?? -1);
  }

  /** When a message was sent, milliseconds; −1 when it was forgotten as complete. */
  sentAtMsOf(number: number): number {
    return number >= this.#low
      ? (this.#sentAtMs[number & (this.#capacity - 1)] ?? -1)
      : (this.#stragglers.get(number)?.sentAtMs ?? -1);
  }

  /** The next message of the same sender; −1 when there is none, −2 when the message was forgotten as complete. */
  nextOfSender(number: number): number {
    return number >= this.#low
      ? (this.#nextOfSender[number & (this.#capacity - 1)] ?? -1)
      : (this.#stragglers.get(number)?.nextOfSender ?? -2);
  }

  /** Notes that `next` is the message after `number` of the same sender. */
  linkNextOfSender(number: number, next: number): void {
    if (number >= this.#low) this.#nextOfSender[number & (this.#capacity - 1)] = next;
    else {
      const straggler = this.#stragglers.get(number);
      if (straggler !== undefined) straggler.nextOfSender = next;
    }
  }

  /** Calls `visit` for every message that lacks copies. */
  forEachIncomplete(visit: (missing: number, sentAtMs: number) => void): void {
    for (const { due, got, sentAtMs } of this.#stragglers.values()) visit(due - got, sentAtMs);
    for (let number = this.#low; number < this.#next; number++) {
      const slot = number & (this.#capacity - 1);
      const missing = (this.#due[slot] ?? 0) - (this.#got[slot] ?? 0);
      if (missing > 0) visit(missing, this.#sentAtMs[slot] ?? 0);
    }
  }

  /** Doubles the ring while much of it is still under way; otherwise forgets and moves the older half. */
  #makeRoom(): void {
    let incomplete = 0;
    for (let slot = 0; slot < this.#capacity; slot++) if ((this.#got[slot] ?? 0) < (this.#due[slot] ?? 0)) incomplete++;
    if (incomplete * 4 > this.#capacity && this.#capacity < MAX_CAPACITY) this.#grow();
    else this.#moveOlderHalf();
  }

  #grow(): void {
    const [before, after] = [this.#capacity, this.#capacity * 2];
    const move = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(after);
      for (let number = this.#low; number < this.#next; number++) {
        grown[number & (after - 1)] = old[number & (before - 1)] ?? 0;
      }
      return grown;
    };
    this.#sender = move(this.#sender);
    this.#due = move(this.#due);
    this.#got = move(this.#got);
    this.#nextOfSender = move(this.#nextOfSender);
    this.#sentAtMs = move(this.#sentAtMs);
    this.#capacity = after;
  }

  #moveOlderHalf(): void {
    const end = this.#low + this.#capacity / 2;
    for (let number = this.#low; number < end; number++) {
      const slot = number & (this.#capacity - 1);
      const [due, got] = [this.#due[slot] ?? 0, this.#got[slot] ?? 0];
      if (got < due) {
        this.#stragglers.set(number, {
          sender: this.#sender[slot] ?? 0,
          due,
          got,
          nextOfSender: this.#nextOfSender[slot] ?? -1,
          sentAtMs: this.#sentAtMs[slot] ?? 0,
        });
      } else if (got === 0) this.#forgetUntouched(number);
    }
    this.#low = end;
  }

  #forgetUntouched(number: number): void {
    this.#untouched ??= new NumberSet();
    this.#untouched.add(number, number + 1);
  }
}
