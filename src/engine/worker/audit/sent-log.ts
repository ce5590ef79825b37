const FIRST_CAPACITY = 256;
const MOST_IN_16_BITS = 1 << 16;

/**
 * Whose each message of a room is, and in which second it was sent: two bytes a message (four in rooms of more than 65,536 members),
 * and two numbers a second. Only a run with an audit keeps it, which has to name what is missing.
 */
export class SentLog {
  readonly #startMs: number;
  #senders: Uint16Array | Uint32Array;
  #sent = 0;
  /** The seconds in which something was sent, ascending, and the first message of each. */
  readonly #seconds: number[] = [];
  readonly #firsts: number[] = [];
  #secondEndsMs = Number.NEGATIVE_INFINITY;

  /** @param startMs zero of the seconds, on the clock of {@link note} */
  constructor(members: number, startMs: number) {
    this.#startMs = startMs;
    this.#senders = new (members > MOST_IN_16_BITS ? Uint32Array : Uint16Array)(FIRST_CAPACITY);
  }

  /** The next message of the room is sent by this member. @param sentAtMs never less than before */
  note(member: number, sentAtMs: number): void {
    if (this.#sent === this.#senders.length) this.#grow();
    if (sentAtMs >= this.#secondEndsMs) this.#beginSecond(sentAtMs);
    this.#senders[this.#sent++] = member;
  }

  /** Whose message this is. */
  senderOf(number: number): number {
    return this.#senders[number] ?? 0;
  }

  /** In which second of the flood it was sent; 0 for one before. */
  secondOf(number: number): number {
    let [low, high] = [0, this.#firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#firsts[middle] ?? 0) <= number) low = middle + 1;
      else high = middle;
    }
    return this.#seconds[low - 1] ?? 0;
  }

  #beginSecond(sentAtMs: number): void {
    const second = Math.max(0, Math.floor((sentAtMs - this.#startMs) / 1000));
    this.#seconds.push(second);
    this.#firsts.push(this.#sent);
    this.#secondEndsMs = this.#startMs + (second + 1) * 1000;
  }

  #grow(): void {
    const grown =
      this.#senders instanceof Uint32Array ? new Uint32Array(this.#sent * 2) : new Uint16Array(this.#sent * 2);
    grown.set(this.#senders);
    this.#senders = grown;
  }
}
