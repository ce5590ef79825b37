/** Something that was said, with its number: one after the other from 1. */
export interface Numbered<Item> {
  readonly number: number;
  readonly items: readonly Item[];
}

interface Unconfirmed<Item> extends Numbered<Item> {
  /** When it was said last, on the machine's monotonic clock. */
  saidAtUs: number;
}

/** What one end says, kept until the other has confirmed it: whatever a broker forgets is said again. */
export class SaidThings<Item> {
  readonly #unconfirmed: Unconfirmed<Item>[] = [];
  #latest = 0;

  /** Is everything confirmed? */
  get isConfirmed(): boolean {
    return this.#unconfirmed.length === 0;
  }

  /** Says something. @returns it with its number @param nowUs the machine's monotonic clock */
  say(items: readonly Item[], nowUs: number): Numbered<Item> {
    const said = { number: ++this.#latest, items, saidAtUs: nowUs };
    this.#unconfirmed.push(said);
    return said;
  }

  /** The other end has heard everything up to this number. */
  confirm(number: number): void {
    const [first] = this.#unconfirmed;
    if (first !== undefined && first.number <= number) this.#unconfirmed.splice(0, number - first.number + 1);
  }

  /** What was said longer ago than this and is not confirmed, to be said again. Both on the machine's monotonic clock. */
  overdue(nowUs: number, afterUs: number): Numbered<Item>[] {
    const due = this.#unconfirmed.filter(({ saidAtUs }) => nowUs - saidAtUs > afterUs);
    for (const said of due) said.saidAtUs = nowUs;
    return due;
  }
}

/** What the other end says, each once and in its order, however it came. */
export class HeardThings<Item> {
  readonly #early = new Map<number, readonly Item[]>();
  #next = 1;

  /** Everything up to this number has been heard. */
  get confirmed(): number {
    return this.#next - 1;
  }

  /** @returns what can be taken now: nothing for what was heard before, or came too early */
  hear({ number, items }: Numbered<Item>): Item[] {
    if (number < this.#next) return [];
    this.#early.set(number, items);
    const taken: Item[] = [];
    for (let next = this.#early.get(this.#next); next !== undefined; next = this.#early.get(this.#next)) {
      this.#early.delete(this.#next);
      this.#next++;
      taken.push(...next);
    }
    return taken;
  }
}
