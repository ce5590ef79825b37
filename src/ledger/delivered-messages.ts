/** Of so many of a room's latest messages it is known when they were delivered. */
const MOST_MESSAGES = 65_536;
const FIRST_MESSAGES = 64;
/** Stands for a message of which nobody has a copy. */
const NOBODY = -1;

/**
 * When each of a room's latest messages left, and when the first member had it: what an answer that is read from the server must hold.
 * Kept where answers are read, and nowhere else: 20 bytes a message, of 65,536 messages at most.
 */
export class DeliveredMessages {
  #numbers = new Int32Array(FIRST_MESSAGES).fill(NOBODY);
  #sentUs = new Float64Array(FIRST_MESSAGES);
  #deliveredUs = new Float64Array(FIRST_MESSAGES);
  #highest = -1;

  /** The first copy of a message has come. Times are of one clock, whichever. */
  note(number: number, sentUs: number, deliveredUs: number): void {
    while (number >= this.#numbers.length && this.#numbers.length < MOST_MESSAGES) this.#grow();
    const slot = this.#slotOf(number);
    if ((this.#numbers[slot] ?? NOBODY) > number) return;
    this.#numbers[slot] = number;
    this.#sentUs[slot] = sentUs;
    this.#deliveredUs[slot] = deliveredUs;
    this.#highest = Math.max(this.#highest, number);
  }

  /**
   * How far an answer is behind: the age, when it was asked for, of the oldest message that it should hold and does not; 0 when it
   * lacks none. It should hold what had been delivered when it was asked for, and was sent since `sinceUs`, or after a message that
   * it does hold had been delivered: a server that has told of one message had it before the other left, whatever else it does at once.
   * What is older may be on another page.
   * @param answer numbers of the room's messages in it
   * @param askedUs when it was asked for
   * @param sinceUs from when on all was asked for; undefined where the newest were: an answer without any message of ours lacks all
   */
  behindUs(answer: ReadonlySet<number>, askedUs: number, sinceUs?: number): number {
    const fromUs = Math.min(sinceUs ?? Number.POSITIVE_INFINITY, this.#earliestIn(answer, sinceUs));
    let oldestUs = askedUs;
    const lowest = Math.max(0, this.#highest - this.#numbers.length + 1);
    for (let number = this.#highest; number >= lowest; number--) {
      const slot = this.#slotOf(number);
      if (this.#numbers[slot] !== number) continue;
      // Numbers are given as messages leave.
      if ((this.#sentUs[slot] ?? 0) < fromUs) break;
      if (!answer.has(number)) oldestUs = Math.min(oldestUs, this.#deliveredUs[slot] ?? askedUs);
    }
    return askedUs - oldestUs;
  }

  /** When the first of the messages in an answer was delivered; those that are not kept any more were so before all others. */
  #earliestIn(answer: ReadonlySet<number>, sinceUs: number | undefined): number {
    if (answer.size === 0) return sinceUs ?? Number.NEGATIVE_INFINITY;
    let earliestUs = Number.POSITIVE_INFINITY;
    for (const number of answer) {
      const slot = this.#slotOf(number);
      if (this.#numbers[slot] === number) earliestUs = Math.min(earliestUs, this.#deliveredUs[slot] ?? 0);
      else if (number <= this.#highest - this.#numbers.length) return Number.NEGATIVE_INFINITY;
    }
    return earliestUs;
  }

  /** The room is a power of two. */
  #slotOf(number: number): number {
    return number & (this.#numbers.length - 1);
  }

  /** As long as it grows, each number has a place of its own. */
  #grow(): void {
    const size = this.#numbers.length * 2;
    const numbers = new Int32Array(size).fill(NOBODY);
    numbers.set(this.#numbers);
    const [sentUs, deliveredUs] = [new Float64Array(size), new Float64Array(size)];
    sentUs.set(this.#sentUs);
    deliveredUs.set(this.#deliveredUs);
    [this.#numbers, this.#sentUs, this.#deliveredUs] = [numbers, sentUs, deliveredUs];
  }
}
