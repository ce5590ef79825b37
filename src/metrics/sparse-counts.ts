import { BUCKET_COUNT, BucketCounter } from './bucket-counter.js';

/**
 * A {@link BucketCounter} in few bytes, as it travels from a worker once a second: `impossible`, `clamped`, then for every
 * bucket that is not empty its distance from the one before and its count, all as LEB128 variable-length integers.
 */
export type SparseCounts = Uint8Array;

/** Encodes a counter; two to three bytes a non-empty bucket. */
export function encodeCounts(counter: BucketCounter): SparseCounts {
  const bytes: number[] = [];
  writeInteger(bytes, counter.impossible);
  writeInteger(bytes, counter.clamped);
  let before = 0;
  for (let index = 0; index < BUCKET_COUNT; index++) {
    const count = counter.counts[index] ?? 0;
    if (count === 0) continue;
    writeInteger(bytes, index - before);
    writeInteger(bytes, count);
    before = index;
  }
  return Uint8Array.from(bytes);
}

/** Adds encoded counts to `into`. */
export function addEncodedCounts(into: BucketCounter, encoded: SparseCounts): void {
  const { impossible, clamped } = forEachCount(encoded, (index, count) => {
    into.counts[index] = (into.counts[index] ?? 0) + count;
  });
  into.impossible += impossible;
  into.clamped += clamped;
}

/** The counter that was encoded. */
export function decodeCounts(encoded: SparseCounts): BucketCounter {
  const counter = new BucketCounter();
  addEncodedCounts(counter, encoded);
  return counter;
}

/** Visits the buckets that are not empty, in ascending order; returns what was counted beside them. */
export function forEachCount(
  encoded: SparseCounts,
  visit: (index: number, count: number) => void,
): { readonly impossible: number; readonly clamped: number } {
  let offset = 0;
  const read = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = encoded[offset++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  const [impossible, clamped] = [read(), read()];
  let index = 0;
  while (offset < encoded.length) {
    index += read();
    visit(index, read());
  }
  return { impossible, clamped };
}

/** Appends a non-negative integer as LEB128: seven bits a byte, the least significant first. */
export function writeInteger(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}
