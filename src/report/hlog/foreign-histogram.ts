import { inflateSync } from 'node:zlib';
import { PackedHistogram } from 'hdr-histogram-js';
import { BucketCounter, bucketIndexOf, MAX_VALUE_US } from '../../metrics/bucket-counter.js';
import { forEachZigZagCount } from '../../metrics/zigzag.js';
import { LOG_UNITS, type LogUnit } from './log-units.js';

/** A histogram of another tool, in our buckets. */
export interface ForeignHistogram {
  /** What was above one hour is in the last bucket, and in `clamped`. */
  readonly counter: BucketCounter;
  readonly samples: number;
  /** The largest value, in the log's own unit; 0 without any. */
  readonly max: number;
}

/** Cookies without the bits that tell the size of words (Java HdrHistogram, `AbstractHistogram`). */
const COOKIES = { plainV1: 0x1c849301, compressedV1: 0x1c849302, plainV2: 0x1c849303, compressedV2: 0x1c849304 };
const WORD_BITS = 0xf0;
const HEADER_BYTES = 40;
/** A full histogram of 3 digits takes a hundredth; more is damage, or meant to do some. */
const MOST_BYTES = 1 << 24;
const MOST_DIGITS = 5;
/** What a bucket of ours counts. */
const MOST_SAMPLES = 2 ** 32 - 1;

/** What a header says: where the values of each count are. */
type Layout = Pick<PackedHistogram, 'countsArrayLength' | 'valueFromIndex' | 'highestEquivalentValue'>;

/**
 * Reads an HdrHistogram in base64, compressed, V1 or V2, of any range and precision. The library knows the layouts. It is not given the
 * bytes, since it trusts the sizes in them, reads V2 alone, and takes milliseconds for each. Samples stand where HdrHistogram's
 * tools tell them: at the highest value of their bucket.
 * @returns the histogram, or what is wrong with it, a clause
 */
export function decodeForeignHistogram(text: string, unit: LogUnit): ForeignHistogram | string {
  if (text.startsWith('DHIST'))
    return 'holds a histogram of floating-point numbers (DoubleHistogram); log a histogram of integers';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return 'has no histogram in base64 at its end';
  const plain = inflated(Buffer.from(text, 'base64'));
  if (typeof plain === 'string') return plain;
  const layout = layoutOf(plain);
  if (typeof layout === 'string') return layout;
  const counter = new BucketCounter();
  let [max, samples] = [0, 0];
  const isWhole = forEachForeignCount(plain, layout.countsArrayLength, (index, count) => {
    max = layout.highestEquivalentValue(layout.valueFromIndex(index));
    samples += count;
    const valueUs = Math.round(max * LOG_UNITS[unit].microseconds);
    counter.increase(bucketIndexOf(Math.min(valueUs, MAX_VALUE_US)), count);
    if (valueUs > MAX_VALUE_US) counter.clamped += count;
  });
  return isWhole && samples <= MOST_SAMPLES ? { counter, samples, max } : 'has a damaged histogram';
}

/** The uncompressed bytes, or what is wrong. */
function inflated(bytes: Buffer): Buffer | string {
  const cookie = bytes.length < 8 ? 0 : bytes.readInt32BE(0) & ~WORD_BITS;
  if (cookie !== COOKIES.compressedV1 && cookie !== COOKIES.compressedV2)
    return 'ends with no compressed HdrHistogram of version 1 or 2';
  try {
    const plain = inflateSync(bytes.subarray(8), { maxOutputLength: MOST_BYTES });
    return plain.length < HEADER_BYTES ? 'has a histogram without a header' : plain;
  } catch {
    // Damaged or far too large: which of the two makes no difference to what can be done.
    return 'has a histogram that cannot be decompressed';
  }
}

function layoutOf(plain: Buffer): Layout | string {
  const cookie = plain.readInt32BE(0) & ~WORD_BITS;
  if (cookie !== COOKIES.plainV1 && cookie !== COOKIES.plainV2) return 'has a histogram of an unknown version';
  const [digits, lowest, highest] = [plain.readInt32BE(12), plain.readBigInt64BE(16), plain.readBigInt64BE(24)];
  if (digits < 0 || digits > MOST_DIGITS || lowest < 1n || highest < 2n * lowest)
    return `has a histogram of a range that makes no sense: ${lowest} to ${highest} with ${digits} digits`;
  // hdr-histogram-js 3.0.1 states an offset of 1 (and the bits of 1 for a ratio) and shifts nothing.
  const offset = plain.readInt32BE(8);
  const isOfLibrary = offset === 1 && plain.readBigInt64BE(32) === 1n;
  if (offset !== 0 && !isOfLibrary) return `has a histogram whose values were shifted (index offset ${offset})`;
  // A packed one takes no place for what is not counted, however large the range is.
  return new PackedHistogram(Number(lowest), Number(highest), digits);
}

/** Visits the buckets that are not empty; false when the payload is damaged, which may show at its end only. */
function forEachForeignCount(plain: Buffer, buckets: number, visit: (index: number, count: number) => void): boolean {
  const [cookie, payloadBytes] = [plain.readInt32BE(0), plain.readInt32BE(4)];
  if (payloadBytes < 0 || HEADER_BYTES + payloadBytes > plain.length) return false;
  const payload = plain.subarray(HEADER_BYTES, HEADER_BYTES + payloadBytes);
  if ((cookie & ~WORD_BITS) === COOKIES.plainV2) return forEachZigZagCount(payload, buckets, visit);
  // V1 has words of the size that its cookie tells.
  const wordBytes = ((cookie & WORD_BITS) >> 4) & 0xe;
  const isKnown = wordBytes === 2 || wordBytes === 4 || wordBytes === 8;
  if (!isKnown || payloadBytes % wordBytes !== 0 || payloadBytes / wordBytes > buckets) return false;
  for (let index = 0; index * wordBytes < payloadBytes; index++) {
    const at = index * wordBytes;
    const count = wordBytes === 8 ? Number(payload.readBigInt64BE(at)) : payload.readIntBE(at, wordBytes);
    if (count < 0 || count > MOST_SAMPLES) return false;
    if (count > 0) visit(index, count);
  }
  return true;
}
