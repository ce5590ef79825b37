import { BUCKET_COUNT, type BucketCounter } from './bucket-counter.js';

/**
 * A {@link BucketCounter} in few bytes, as it travels from a worker once a second: `impossible`, `clamped`, then for every
 * bucket that is not empty its distance from the one before and its count, all as LEB128 variable-length integers.
 */
export type SparseCounts = Uint8Array;

/** Encodes a counter; two to three bytes a non-empty bucket. */
export function encodeCounts(counter: BucketCounter): SparseCounts {
  const bytes: number[] = [];
  const write = (value: number): void => {
    let rest = value;
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    bytes.push(rest);
  };
  write(counter.impossible);
  write(counter.clamped);
  let before = 0;
  for (let index = 0; index < BUCKET_COUNT; index++) {
    const count = counter.counts[index] ?? 0;
    if (count === 0) continue;
    write(index - before);
    write(count);
    before = index;
  }
  return Uint8Array.from(bytes);
}

/** Adds encoded counts to `into`. */
export function addEncodedCounts(into: BucketCounter, encoded: SparseCounts): void {
  let offset = 0;
  const read = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = encoded[offset++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  into.impossible += read();
  into.clamped += read();
  let index = 0;
  while (offset < encoded.length) {
    index += read();
    into.counts[index] = (into.counts[index] ?? 0) + read();
  }
}
