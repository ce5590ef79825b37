/** Places in the first part of the memory: until when the keeper sleeps, and from {@link DUE} on two times of each slot. */
const [SLEEPS_UNTIL, DUE] = [0, 1];
/** Times of a slot: when it wants to be woken, and when again after that. */
const TIMES = 2;
/** Places in the second part: how often the keeper was called, and whether all has ended. */
const [CALLS, HAS_ENDED] = [0, 1];
/** Behind them: of each slot, how often it was woken. */
const WAKES = 2;
/** Later than any time of the machine's monotonic clock, in microseconds. */
const NEVER = 2n ** 62n;
/** The keeper looks at least so often, whoever forgets to call it. */
const LONGEST_SLEEP_US = 1_000_000;

/** The memory that the sleepers of one run and their keeper share; nobody waits. */
export function createAlarmMemory(slots: number): SharedArrayBuffer {
  const times = DUE + TIMES * slots;
  const memory = new SharedArrayBuffer(
    times * BigInt64Array.BYTES_PER_ELEMENT + (WAKES + slots) * Int32Array.BYTES_PER_ELEMENT,
  );
  new BigInt64Array(memory, 0, times).fill(NEVER);
  return memory;
}

/**
 * Wakes threads at instants, closer than their own timers can: each says in shared memory when it wants to be woken, and one that
 * does nothing else, the keeper, sleeps until then. Times are microseconds of the machine's monotonic clock.
 */
export class AlarmBoard {
  readonly #slots: number;
  readonly #times: BigInt64Array;
  readonly #numbers: Int32Array;

  /**
   * @param memory from {@link createAlarmMemory}
   * @param slots as many as it was made for
   */
  constructor(memory: SharedArrayBuffer, slots: number) {
    this.#slots = slots;
    this.#times = new BigInt64Array(memory, 0, DUE + TIMES * slots);
    this.#numbers = new Int32Array(memory, this.#times.byteLength, WAKES + slots);
  }

  /** Does nobody wake anybody any more? */
  get hasEnded(): boolean {
    return Atomics.load(this.#numbers, HAS_ENDED) !== 0;
  }

  /** Ends the keeper, and wakes all. */
  end(): void {
    Atomics.store(this.#numbers, HAS_ENDED, 1);
    this.#callKeeper();
    for (let slot = 0; slot < this.#slots; slot++) this.#wake(slot);
  }

  /**
   * Resolves as soon as `dueUs` has come, or all has ended. One of each slot waits at a time.
   * @param againUs when it will probably ask for next: a keeper that knows it already need not be called then
   */
  async wakeAt(slot: number, dueUs: number, againUs: number): Promise<void> {
    const seen = this.wakesOf(slot);
    this.ask(slot, dueUs, againUs);
    await this.woken(slot, seen);
  }

  /** Asks for another time instead, of whoever waits already: it may be woken for the time before, too. */
  ask(slot: number, dueUs: number, againUs: number): void {
    const [due, place] = [BigInt(Math.ceil(dueUs)), DUE + TIMES * slot];
    Atomics.store(this.#times, place + 1, BigInt(Math.ceil(againUs)));
    if (Atomics.exchange(this.#times, place, due) !== due && due < Atomics.load(this.#times, SLEEPS_UNTIL))
      this.#callKeeper();
  }

  /** How often a slot was woken so far. */
  wakesOf(slot: number): number {
    return Atomics.load(this.#numbers, WAKES + slot);
  }

  /** Resolves when a slot has been woken more often than `seen`, or all has ended. */
  async woken(slot: number, seen: number): Promise<void> {
    if (!this.hasEnded) await Atomics.waitAsync(this.#numbers, WAKES + slot, seen).value;
  }

  /**
   * Wakes everybody whose time has come, and sleeps until the next; blocks the thread until the end.
   * @param nowUs the machine's monotonic clock
   */
  keep(nowUs: () => number): void {
    while (!this.hasEnded) {
      const calls = Atomics.load(this.#numbers, CALLS);
      // Who asks while the slots are looked through calls: its own may have been passed already.
      Atomics.store(this.#times, SLEEPS_UNTIL, NEVER);
      const next = this.#wakeDue(BigInt(nowUs()));
      Atomics.store(this.#times, SLEEPS_UNTIL, next);
      const restUs = Math.min(Number(next) - nowUs(), LONGEST_SLEEP_US);
      if (restUs > 0) Atomics.wait(this.#numbers, CALLS, calls, restUs / 1000);
    }
  }

  /** @returns when the next is due */
  #wakeDue(now: bigint): bigint {
    let next = NEVER;
    for (let slot = 0; slot < this.#slots; slot++) {
      const place = DUE + TIMES * slot;
      let due = Atomics.load(this.#times, place);
      if (due <= now) {
        const again = Atomics.exchange(this.#times, place + 1, NEVER);
        // Who is awake already may have asked anew; that stays.
        if (Atomics.compareExchange(this.#times, place, due, again) === due) this.#wake(slot);
        due = Atomics.load(this.#times, place);
      }
      if (due < next) next = due;
    }
    return next;
  }

  #wake(slot: number): void {
    Atomics.add(this.#numbers, WAKES + slot, 1);
    Atomics.notify(this.#numbers, WAKES + slot);
  }

  #callKeeper(): void {
    Atomics.add(this.#numbers, CALLS, 1);
    Atomics.notify(this.#numbers, CALLS);
  }
}
