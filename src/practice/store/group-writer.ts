/** An item that waits to be written, and who waits for it. */
interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * One writer of what many want written: what comes while it writes goes out together in its next write, in the order in which it
 * came. A write that fails fails for those whose it was, and for nobody after them.
 */
export class GroupWriter<Item> {
  readonly #write: (items: readonly Item[]) => Promise<void>;
  readonly #most: number;
  readonly #waiting: Waiting<Item>[] = [];
  #running: Promise<void> | undefined;

  /** @param most items a write at most */
  constructor(write: (items: readonly Item[]) => Promise<void>, most = Number.POSITIVE_INFINITY) {
    this.#write = write;
    this.#most = most;
  }

  /** Resolves when the item is written. @throws what its write failed with */
  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits any more; never rejects. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // What comes in the same turn goes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, Math.min(this.#most, this.#waiting.length));
      try {
        await this.#write(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (thrown) {
        for (const { reject } of group) reject(thrown);
      }
    }
    this.#running = undefined;
  }
}
