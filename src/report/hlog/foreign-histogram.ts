import { deflateSync, inflateSync } from 'node:zlib';
import { decodeFromCompressedBase64, JsHistogram } from 'hdr-histogram-js';
import { InternalError } from '../../core/errors.js';
import { BucketCounter, bucketIndexOf, MAX_VALUE_US } from '../../metrics/bucket-counter.js';
import { forEachZigZagCount, writeZigZag } from '../../metrics/zigzag.js';
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
/** What V2 states there. */
const WORDS_OF_V2 = 0x10;
const HEADER_BYTES = 40;
/** Counts of the largest histogram that is read, each with the longest of its encodings. */
const MOST_BUCKETS = 1 << 22;
const MOST_BYTES = HEADER_BYTES + 9 * MOST_BUCKETS;
const MOST_DIGITS = 5;
/** What a bucket of ours counts. */
const MOST_SAMPLES = 2 ** 32 - 1;

/** What a header says of its histogram. */
interface Layout {
  readonly buckets: number;
  readonly payloadBytes: number;
}

/**
 * Reads an HdrHistogram in base64, compressed, V1 or V2, of any range and precision. The library knows the layouts; everything
 * that it would take on trust (sizes, counts, the end of the payload) is checked before it sees a byte. Samples stand where HdrHistogram's tools tell
 * them: at the highest value of their bucket.
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
  const payload = payloadV2(plain, layout);
  let total = 0;
  const isWhole =
    payload !== undefined &&
    forEachZigZagCount(payload, layout.buckets, (_, count) => {
      total += count;
    });
  if (!isWhole || total > MOST_SAMPLES) return 'has a damaged histogram';
  return convert(plain.subarray(0, HEADER_BYTES), payload, total, unit);
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
  const buckets = bucketsOf(digits, Number(lowest), Number(highest));
  if (buckets > MOST_BUCKETS)
    return `has a histogram of ${buckets} buckets (${lowest} to ${highest} with ${digits} digits), and ${MOST_BUCKETS} are the most that is read`;
  const payloadBytes = plain.readInt32BE(4);
  return payloadBytes < 0 || HEADER_BYTES + payloadBytes > plain.length
    ? 'has a histogram that breaks off'
    : { buckets, payloadBytes };
}

/** Length of the array of counts (Java HdrHistogram, `determineArrayLengthNeeded`), at most one doubling too long. */
function bucketsOf(digits: number, lowest: number, highest: number): number {
  const subBucketBits = Math.max(1, Math.ceil(Math.log2(2 * 10 ** digits)));
  const rangeBits = Math.ceil(Math.log2(highest + 1)) - Math.floor(Math.log2(lowest));
  const doublings = Math.max(1, rangeBits - subBucketBits + 1);
  return (doublings + 1) * 2 ** (subBucketBits - 1);
}

/** The counts as V2 writes them; undefined when they cannot be read. V1 has words of the size that its cookie tells. */
function payloadV2(plain: Buffer, { buckets, payloadBytes }: Layout): Uint8Array | undefined {
  const payload = plain.subarray(HEADER_BYTES, HEADER_BYTES + payloadBytes);
  const cookie = plain.readInt32BE(0);
  if ((cookie & ~WORD_BITS) === COOKIES.plainV2) return payload;
  const wordBytes = ((cookie & WORD_BITS) >> 4) & 0xe;
  const isKnown = wordBytes === 2 || wordBytes === 4 || wordBytes === 8;
  if (!isKnown || payloadBytes % wordBytes !== 0 || payloadBytes / wordBytes > buckets) return undefined;
  const bytes: number[] = [];
  for (let offset = 0; offset < payloadBytes; offset += wordBytes) {
    const count = wordBytes === 8 ? Number(payload.readBigInt64BE(offset)) : payload.readIntBE(offset, wordBytes);
    if (count < 0) return undefined;
    writeZigZag(bytes, count);
  }
  return Uint8Array.from(bytes);
}

/** @param total samples that are in the payload */
function convert(header: Buffer, payload: Uint8Array, total: number, unit: LogUnit): ForeignHistogram | string {
  const whole = Buffer.concat([header, payload]);
  whole.writeInt32BE(COOKIES.plainV2 | WORDS_OF_V2, 0);
  whole.writeInt32BE(payload.length, 4);
  const histogram = decodeFromCompressedBase64(compressed(whole), 64);
  if (!(histogram instanceof JsHistogram)) throw new InternalError('hdr-histogram-js made another kind of histogram');
  const values = histogram.recordedValuesIterator;
  // It was made before the counts were there, and would throw at the first of them.
  values.reset();
  const counter = new BucketCounter();
  let [max, found] = [0, 0];
  while (found < total && values.hasNext()) {
    const { valueIteratedTo, countAddedInThisIterationStep: count } = values.next();
    const valueUs = Math.round(valueIteratedTo * LOG_UNITS[unit].microseconds);
    counter.increase(bucketIndexOf(Math.min(valueUs, MAX_VALUE_US)), count);
    if (valueUs > MAX_VALUE_US) counter.clamped += count;
    max = valueIteratedTo;
    found += count;
  }
  return found === total
    ? { counter, samples: total, max }
    : 'has a histogram with samples beyond the range that it states';
}

/** What the library takes: the checked bytes, as fast as may be. */
function compressed(plain: Buffer): string {
  const body = deflateSync(plain, { level: 0 });
  const head = Buffer.alloc(8);
  head.writeInt32BE(COOKIES.compressedV2 | WORDS_OF_V2, 0);
  head.writeInt32BE(body.length, 4);
  return Buffer.concat([head, body]).toString('base64');
}
