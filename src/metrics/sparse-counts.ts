import { BUCKET_COUNT, BucketCounter } from './bucket-counter.js';

/**
 * A {@link BucketCounter} in few bits, as it travels from a worker once a second: `impossible` + 1 and `clamped` + 1, and then for
 * every bucket that is not empty its distance from the one before (of the first, its number + 1) and its count. All of them are
 * Elias gamma codes, the highest bit of a byte first: as many zeros as the number has bits after its first, and then the number
 * (1 is `1`, 5 is `00101`). Zeros fill the last byte. In a busy second distances and counts are small, and a bucket takes half a byte.
 */
export type SparseCounts = Uint8Array;

/** Writes encoded counts, bucket by bucket, in ascending order. */
export class SparseCountsWriter {
  #bytes = new Uint8Array(512);
  /** In bits. */
  #length = 0;
  #before = -1;

  /** @param impossible samples that were no latency @param clamped samples above the highest */
  constructor(impossible: number, clamped: number) {
    this.#write(impossible + 1);
    this.#write(clamped + 1);
  }

  /** Adds a bucket that holds `count` samples, one at least. */
  add(index: number, count: number): void {
    this.#write(index - this.#before);
    this.#write(count);
    this.#before = index;
  }

  /** Everything that was added. */
  finish(): SparseCounts {
    return this.#bytes.slice(0, Math.ceil(this.#length / 8));
  }

  #write(value: number): void {
    const bits = bitsOf(value);
    this.#length += bits - 1;
    if (this.#length + bits > this.#bytes.length * 8) this.#grow();
    for (let bit = bits - 1; bit >= 0; bit--, this.#length++) {
      if ((bit < 31 ? (value >>> bit) & 1 : Math.floor(value / 2 ** bit) % 2) === 0) continue;
      const at = this.#length >> 3;
      this.#bytes[at] = (this.#bytes[at] ?? 0) | (0x80 >> (this.#length & 7));
    }
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Binary digits of a positive integer. */
function bitsOf(value: number): number {
  if (value < 2 ** 32) return 32 - Math.clz32(value);
  let bits = 33;
  while (2 ** bits <= value) bits++;
  return bits;
}

/** Encodes a counter. */
export function encodeCounts(counter: BucketCounter): SparseCounts {
  const writer = new SparseCountsWriter(counter.impossible, counter.clamped);
  for (const index of counter.filled()) {
    writer.add(index, counter.counts[index] ?? 0);
  }
  return writer.finish();
}

/** Adds encoded counts to `into`, and to `also`: reading them is what takes time. */
export function addEncodedCounts(into: BucketCounter, encoded: SparseCounts, also?: BucketCounter): void {
  const { impossible, clamped } = forEachCount(encoded, (index, count) => {
    into.increase(index, count);
    also?.increase(index, count);
  });
  for (const counter of also === undefined ? [into] : [into, also]) {
    counter.impossible += impossible;
    counter.clamped += clamped;
  }
}

/** The counter that was encoded. */
export function decodeCounts(encoded: SparseCounts): BucketCounter {
  const counter = new BucketCounter();
  addEncodedCounts(counter, encoded);
  return counter;
}

/** As much as a bucket counts. */
const MOST_COUNTED = 2 ** 32 - 1;

/** Are these counts that a {@link BucketCounter} can have? What came from a file may be anything. */
export function areCounts(encoded: SparseCounts): boolean {
  let areSound = true;
  const { impossible, clamped } = forEachCount(encoded, (index, count) => {
    areSound &&= index < BUCKET_COUNT && count > 0 && count <= MOST_COUNTED;
  });
  return areSound && Number.isSafeInteger(impossible) && Number.isSafeInteger(clamped);
}

/** Codes of up to this many leading zeros are 31 bits or fewer: with the bits before them in their byte they lie in five bytes. */
const MOST_ZEROS_AT_ONCE = 15;

/** Visits the buckets that are not empty, in ascending order; returns what was counted beside them. */
export function forEachCount(
  encoded: SparseCounts,
  visit: (index: number, count: number) => void,
): { readonly impossible: number; readonly clamped: number } {
  const end = encoded.length * 8;
  let at = 0;
  const isSet = (): boolean => ((encoded[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0;
  /** The next number; 0 at the end, where only zeros are left. */
  const read = (): number => {
    const next = thirtyTwoBitsAt(encoded, at);
    const zeros = Math.clz32(next);
    if (zeros <= MOST_ZEROS_AT_ONCE) {
      at += 2 * zeros + 1;
      return next >>> (31 - 2 * zeros);
    }
    const from = at;
    while (at < end && !isSet()) at++;
    if (at === end) return 0;
    let value = 0;
    for (const last = at + (at - from); at <= last; at++) value = value * 2 + (isSet() ? 1 : 0);
    return value;
  };
  // Nothing at all stands for a counter of nothing.
  const [impossible, clamped] = [Math.max(0, read() - 1), Math.max(0, read() - 1)];
  let index = -1;
  for (let distance = read(); distance > 0; distance = read()) {
    index += distance;
    visit(index, read());
  }
  return { impossible, clamped };
}

/** Thirty-two bits from bit `at` on; behind the end are zeros. */
function thirtyTwoBitsAt(bytes: Uint8Array, at: number): number {
  const first = at >> 3;
  const skipped = at & 7;
  let bits = 0;
  for (let index = first; index < first + 4; index++) bits = (bits << 8) | (bytes[index] ?? 0);
  return (bits << skipped) | ((bytes[first + 4] ?? 0) >> (8 - skipped));
}
