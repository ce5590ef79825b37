/** Where what is kept of a message stands in its record: side by side, so that a message is one place in memory. */
export const MESSAGE = { sender: 0, due: 1, got: 2, nextOfSender: 3, sentAtMs: 4 } as const;
/** 32-bit integers in a record. */
export const MESSAGE_FIELDS = 5;

const SMALLEST_CAPACITY = 16;
/** Stands in the sender's place of a record that was removed. */
const REMOVED = -1;

/**
 * Messages that stayed incomplete while their room went on, by number: 24 bytes each, ascending in two arrays. Made for numbers that
 * are added at the upper end; removed ones are cleared away when they are the majority, so that memory follows what is missing.
 */
export class StragglerTable {
  /** Ascending; removed ones among them. */
  #numbers = new Int32Array(0);
  #records = new Int32Array(0);
  #count = 0;
  #removed = 0;

  /** The records, one behind the other; another array after {@link add} or {@link remove}. */
  get records(): Int32Array {
    return this.#records;
  }

  /** How many messages are in the table. */
  get size(): number {
    return this.#count - this.#removed;
  }

  /** Adds a message whose number is above all others. @param from where its record begins in `records` */
  add(number: number, records: Int32Array, from: number): void {
    if (this.#count === this.#numbers.length) this.#rebuild();
    this.#numbers[this.#count] = number;
    const place = this.#count * MESSAGE_FIELDS;
    for (let field = 0; field < MESSAGE_FIELDS; field++) this.#records[place + field] = records[from + field] ?? 0;
    this.#count++;
  }

  /** Where the record of a message begins in {@link records}; −1 when it is not in the table. */
  placeOf(number: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#numbers[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    const place = low * MESSAGE_FIELDS;
    return low < this.#count && this.#numbers[low] === number && !this.#isRemoved(place) ? place : -1;
  }

  /** Removes the message whose record begins at `place`. */
  remove(place: number): void {
    this.#records[place + MESSAGE.sender] = REMOVED;
    this.#removed++;
    if (this.#removed > SMALLEST_CAPACITY && this.#removed * 2 > this.#count) this.#rebuild();
  }

  /** The numbers of all messages, ascending. */
  *numbers(): Generator<number> {
    for (const place of this.places()) yield this.numberAt(place);
  }

  /** The number of the message whose record begins at `place`. */
  numberAt(place: number): number {
    return this.#numbers[place / MESSAGE_FIELDS] ?? 0;
  }

  /** Where the records of all messages begin in {@link records}, by ascending number. */
  *places(): Generator<number> {
    for (let index = 0; index < this.#count; index++) {
      const place = index * MESSAGE_FIELDS;
      if (!this.#isRemoved(place)) yield place;
    }
  }

  #isRemoved(place: number): boolean {
    return this.#records[place + MESSAGE.sender] === REMOVED;
  }

  /** Leaves out what was removed; afterwards at least half the room is free. */
  #rebuild(): void {
    const [numbers, records] = [this.#numbers, this.#records];
    const places = [...this.places()];
    const capacity = Math.max(SMALLEST_CAPACITY, this.size * 2);
    this.#numbers = new Int32Array(capacity);
    this.#records = new Int32Array(capacity * MESSAGE_FIELDS);
    this.#count = 0;
    this.#removed = 0;
    for (const place of places) this.add(numbers[place / MESSAGE_FIELDS] ?? 0, records, place);
  }
}
