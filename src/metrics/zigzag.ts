/** The largest count that is read, 2³² − 1, as zigzag. */
const MOST_ZIGZAG = 2 * (2 ** 32 - 1);

/** Zigzag makes small unsigned numbers of small signed ones: 0, −1, 1, −2, … become 0, 1, 2, 3, … */
export function writeZigZag(bytes: number[], value: number): void {
  writeInteger(bytes, value < 0 ? -2 * value - 1 : 2 * value);
}

/**
 * Visits the buckets that are not empty in an HdrHistogram's V2 payload: zigzag LEB128 integers, a negative one being a run of so
 * many empty buckets.
 * @param buckets that there are; a count or a run beyond them is damage, and so is one above 2³² − 1
 * @returns false when the payload is damaged, which may show at its end only
 */
export function forEachZigZagCount(
  payload: Uint8Array,
  buckets: number,
  visit: (index: number, count: number) => void,
): boolean {
  let index = 0;
  let offset = 0;
  while (offset < payload.length) {
    let zigzag = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = payload[offset++];
      if (byte === undefined || scale > MOST_ZIGZAG) return false;
      zigzag += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    const isRun = zigzag % 2 === 1;
    if (!isRun && zigzag > 0) {
      if (index >= buckets || zigzag > MOST_ZIGZAG) return false;
      visit(index, zigzag / 2);
    }
    index += isRun ? (zigzag + 1) / 2 : 1;
    if (index > buckets) return false;
  }
  return true;
}

/** Appends a non-negative integer as LEB128: seven bits a byte, the least significant first. */
function writeInteger(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}
