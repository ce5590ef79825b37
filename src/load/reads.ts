/**
 * When a worker's part of the run's reads is due. The run's read *k* is due *k ÷ rate* seconds after the start and is of room
 * *k mod rooms*, so that all rooms are read equally often, whichever worker they live in.
 */
export class ReadShare {
  readonly #rooms: number;
  readonly #own: readonly number[];
  readonly #perSecond: number;
  readonly #count: number;

  /**
   * @param perSecond of the whole run
   * @param rooms of the whole run
   * @param own numbers of the worker's rooms
   */
  constructor(perSecond: number, rooms: number, own: readonly number[], durationMs: number) {
    this.#rooms = rooms;
    this.#own = own.toSorted((one, other) => one - other);
    this.#perSecond = perSecond;
    this.#count = this.#ownBelow(Math.ceil((perSecond * durationMs) / 1000));
  }

  /** How many are due until a moment, that included. @param elapsedUs since the start */
  countUntil(elapsedUs: number): number {
    if (elapsedUs < 0) return 0;
    return Math.min(this.#count, this.#ownBelow(Math.floor((elapsedUs * this.#perSecond) / 1e6) + 1));
  }

  /** When the worker's read `index` is due, microseconds since the start; infinity behind the last. */
  dueUs(index: number): number {
    return index < this.#count ? (this.#numberOf(index) * 1e6) / this.#perSecond : Number.POSITIVE_INFINITY;
  }

  /** Which room it is of, by its number in the run; and how often the room was read before. */
  placeOf(index: number): { readonly room: number; readonly turn: number } {
    return { room: this.#own[index % this.#own.length] ?? 0, turn: Math.floor(index / this.#own.length) };
  }

  #numberOf(index: number): number {
    const { room, turn } = this.placeOf(index);
    return turn * this.#rooms + room;
  }

  /** Own ones among the run's first `count`. */
  #ownBelow(count: number): number {
    const rounds = Math.floor(count / this.#rooms);
    const rest = count - rounds * this.#rooms;
    return rounds * this.#own.length + this.#own.filter((room) => room < rest).length;
  }
}
