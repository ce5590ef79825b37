import { NumberSet } from './number-set.js';

/**
 * The own copies of a room's senders while nobody expects them, because the server is believed to send none: as many as were sent,
 * second by second. So they can be accounted for, should they come after all, in memory that follows the seconds of the run.
 */
export class UnheardEchoes {
  /** Messages below this number were forgotten by their room when their echo began to be expected; 0 until then. */
  forgottenBelow = 0;
  readonly #startMs: number;
  /** By second: the number of its first message, or of the next one after it. */
  readonly #firsts: number[] = [];
  readonly #counts: number[] = [];
  /** Of all that senders would get, what is counted in some second. */
  #counted = 0;
  #forgotten = 0;
  /** Numbers below {@link forgottenBelow} whose copies have come, by member. */
  readonly #heard = new Map<number, NumberSet>();

  /** @param startMs zero of the seconds */
  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  /** Own copies, of messages that the room has forgotten, that are expected and have not come. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /**
   * A second begins with message `number`.
   * @param echoes own copies that senders would have got so far
   * @returns when it ends: a whole number, as the times of messages are
   */
  beginSecond(number: number, sentAtMs: number, echoes: number): number {
    this.#settle(echoes);
    let endMs = sentAtMs;
    while (sentAtMs >= endMs) {
      this.#firsts.push(number);
      this.#counts.push(0);
      endMs = Math.ceil(this.#startMs + this.#counts.length * 1000);
    }
    return endMs;
  }

  /** The sender of a message that was sent before would get it, as is known now. */
  add(number: number): void {
    this.#change(this.#secondOf(number), 1);
    this.#counted++;
  }

  /** The own copy of a message is accounted for elsewhere from now on. */
  remove(number: number): void {
    this.#change(this.#secondOf(number), -1);
  }

  /** What is left is expected, and all of it of messages below `number`, which the room has forgotten. @param echoes as in {@link beginSecond} */
  expectBelow(number: number, echoes: number): void {
    this.forgottenBelow = number;
    this.#settle(echoes);
    this.#forgotten = this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** A sender's own copy of a message below {@link forgottenBelow} has come that is accounted for elsewhere. */
  noteHeard(member: number, number: number): void {
    this.#heardBy(member).add(number, number + 1);
  }

  /** Is it an own message that the room had forgotten when its echo began to be expected? */
  accountsFor(member: number, number: number, sender: number): boolean {
    return sender === member && number < this.forgottenBelow;
  }

  /** Has a sender's own copy of a message that the room has forgotten not come yet? */
  lacks(member: number, number: number): boolean {
    return this.#counts[this.#secondOf(number)] !== 0 && this.#heard.get(member)?.has(number) !== true;
  }

  /** A sender's own copy of a message that the room has forgotten has come. @returns false when it had come before */
  hear(member: number, number: number): boolean {
    if (!this.lacks(member, number)) return false;
    this.#change(this.#secondOf(number), -1);
    this.#forgotten--;
    this.noteHeard(member, number);
    return true;
  }

  /** Calls `visit` for every second whose messages the room has forgotten and of which own copies have not come. */
  forEachForgotten(visit: (copies: number, sentAtMs: number) => void): void {
    if (this.#forgotten === 0) return;
    this.#counts.forEach((count, second) => {
      if (count > 0) visit(count, this.#startMs + second * 1000 + 500);
    });
  }

  /** What has come since the latest second began belongs to it. */
  #settle(echoes: number): void {
    if (this.#counts.length > 0) this.#change(this.#counts.length - 1, echoes - this.#counted);
    this.#counted = echoes;
  }

  #change(second: number, by: number): void {
    this.#counts[second] = (this.#counts[second] ?? 0) + by;
  }

  /** The second in which a message was sent. */
  #secondOf(number: number): number {
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#firsts[middle] ?? 0) > number) high = middle - 1;
      else low = middle;
    }
    return low;
  }

  #heardBy(member: number): NumberSet {
    const known = this.#heard.get(member);
    if (known !== undefined) return known;
    const heard = new NumberSet();
    this.#heard.set(member, heard);
    return heard;
  }
}
