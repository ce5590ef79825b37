/** No sign of life is taken any more. */
const CUT = -1n;

/** How a worker knows that whoever leads it is still there. */
export interface LifelineSpec {
  /** From {@link createLifelineMemory}. */
  readonly memory: SharedArrayBuffer;
  /** How old the last sign of life may be, microseconds. */
  readonly patienceUs: number;
}

/** Memory for the time of the last sign of life. @param nowUs the first one, on the machine's monotonic clock */
export function createLifelineMemory(nowUs: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  new BigInt64Array(memory)[0] = BigInt(Math.floor(nowUs));
  return memory;
}

/**
 * When who leads a run was last heard of, in memory that all threads of a process share: no load goes on for longer than its
 * patience after that. Once it has been cut it stays so, for its leader has given the process up by then.
 */
export class Lifeline {
  readonly #aliveUs: BigInt64Array;
  readonly #patienceUs: number;

  constructor({ memory, patienceUs }: LifelineSpec) {
    this.#aliveUs = new BigInt64Array(memory);
    this.#patienceUs = patienceUs;
  }

  /** The leader was alive at `aliveUs`; of no effect when that is known too late. Both on the machine's monotonic clock. */
  renew(aliveUs: number, nowUs: number): void {
    if (this.isCut(nowUs)) this.cut();
    else if (BigInt(Math.floor(aliveUs)) > Atomics.load(this.#aliveUs, 0))
      Atomics.store(this.#aliveUs, 0, BigInt(Math.floor(aliveUs)));
  }

  /** Ends the load for good. */
  cut(): void {
    Atomics.store(this.#aliveUs, 0, CUT);
  }

  /** Is the load to end? @param nowUs the machine's monotonic clock */
  isCut(nowUs: number): boolean {
    const aliveUs = Atomics.load(this.#aliveUs, 0);
    return aliveUs === CUT || nowUs - Number(aliveUs) > this.#patienceUs;
  }

  /** How long the leader has been silent, microseconds; without end once it was cut. @param nowUs the machine's monotonic clock */
  silenceUs(nowUs: number): number {
    const aliveUs = Atomics.load(this.#aliveUs, 0);
    return aliveUs === CUT ? Number.POSITIVE_INFINITY : nowUs - Number(aliveUs);
  }
}
