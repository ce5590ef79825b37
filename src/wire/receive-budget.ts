/** Who keeps bytes of something that a server has begun and not ended: a frame, a message, an answer. */
export interface ByteHolder {
  /** Bytes that it keeps now. */
  readonly heldBytes: number;
  /** Ends it; it has left the budget, and keeps nothing from then on. */
  giveUp(): void;
}

/**
 * What all connections of a thread may keep together of what servers have begun and not ended. Each alone has a bound of its own,
 * but there are thousands of them; beyond the budget whoever keeps most is ended, and the others go on.
 */
export class ReceiveBudget {
  readonly #limitBytes: number;
  readonly #holders = new Set<ByteHolder>();
  #heldBytes = 0;

  /** @param limitBytes for all holders together, 0 or more */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Bytes that all holders keep now. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** A holder that keeps nothing yet. */
  enter(holder: ByteHolder): void {
    this.#holders.add(holder);
  }

  /** A holder changed what it keeps; call afterwards. Ends the largest ones, perhaps this one, until the rest is within the budget. */
  add(deltaBytes: number): void {
    this.#heldBytes += deltaBytes;
    while (this.#heldBytes > this.#limitBytes) {
      const largest = this.#largest();
      if (largest === undefined) break;
      this.leave(largest);
      largest.giveUp();
    }
  }

  /** A holder is gone; twice is once. */
  leave(holder: ByteHolder): void {
    if (this.#holders.delete(holder)) this.#heldBytes -= holder.heldBytes;
  }

  /** Looked for only when the budget is exceeded: each of the many calls before costs no more than a sum. */
  #largest(): ByteHolder | undefined {
    let largest: ByteHolder | undefined;
    for (const holder of this.#holders) if (holder.heldBytes > (largest?.heldBytes ?? 0)) largest = holder;
    return largest;
  }
}
