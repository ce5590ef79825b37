import { deflateSync, inflateSync } from 'node:zlib';
import { BUCKET_COUNT, BucketCounter, MAX_VALUE_US } from './bucket-counter.js';
import { encodeCounts, forEachCount, type SparseCounts, SparseCountsWriter } from './sparse-counts.js';
import { forEachZigZagCount, writeZigZag } from './zigzag.js';

/**
 * HdrHistogram's V2 format (Java HdrHistogram, `AbstractHistogram.encodeIntoByteBuffer`), written here because the JavaScript
 * library states an index offset of 1 that shifts every value by a bucket where C and Python read it. All numbers big-endian:
 * cookie, bytes of counts, index offset 0, significant digits, lowest and highest value (64 bits), a conversion ratio of 1.0; then the
 * counts as zigzag LEB128 integers, a negative one being a run of so many empty buckets. Deflated, behind a cookie and the length.
 */
const V2_COOKIE = 0x1c849313;
const V2_COMPRESSED_COOKIE = 0x1c849314;
/** The bits of a cookie that tell the format; the others tell the size of its words. */
const COOKIE_BASE = ~0xf0;
const SIGNIFICANT_DIGITS = 3;
const HEADER_BYTES = 40;
/** A full histogram whose every count takes the five bytes that the largest does; more is no histogram of ours. */
const MOST_BYTES = HEADER_BYTES + 5 * BUCKET_COUNT;

/**
 * A counter as an HdrHistogram, V2 compressed, base64: integer microseconds, 3 significant digits, 1 µs to 1 hour. Any
 * HdrHistogram library decodes it; an empty counter gives an empty histogram.
 */
export function encodeHistogram(counter: BucketCounter): string {
  return encodeSparseHistogram(encodeCounts(counter));
}

/** The same from a counter's encoded counts. */
export function encodeSparseHistogram(counts: SparseCounts): string {
  const payload: number[] = [];
  let next = 0;
  forEachCount(counts, (index, count) => {
    const empty = index - next;
    if (empty === 1) writeZigZag(payload, 0);
    else if (empty > 1) writeZigZag(payload, -empty);
    writeZigZag(payload, count);
    next = index + 1;
  });
  // The C library takes no histogram without counts, and its reader of logs ends there; those of Java, C and JavaScript write one 0, too.
  if (payload.length === 0) writeZigZag(payload, 0);
  const plain = Buffer.alloc(HEADER_BYTES + payload.length);
  plain.writeInt32BE(V2_COOKIE, 0);
  plain.writeInt32BE(payload.length, 4);
  plain.writeInt32BE(0, 8);
  plain.writeInt32BE(SIGNIFICANT_DIGITS, 12);
  plain.writeBigInt64BE(1n, 16);
  plain.writeBigInt64BE(BigInt(MAX_VALUE_US), 24);
  plain.writeDoubleBE(1, 32);
  plain.set(payload, HEADER_BYTES);
  const compressed = deflateSync(plain);
  const head = Buffer.alloc(8);
  head.writeInt32BE(V2_COMPRESSED_COOKIE, 0);
  head.writeInt32BE(compressed.length, 4);
  return Buffer.concat([head, compressed]).toString('base64');
}

/**
 * The counter that {@link encodeHistogram} was given, but for what it counted beside its buckets.
 * @returns undefined when the text is no HdrHistogram of this layout
 */
export function decodeHistogram(text: string): BucketCounter | undefined {
  const counter = new BucketCounter();
  const isWhole = forEachBucket(text, (index, count) => {
    counter.increase(index, count);
  });
  return isWhole ? counter : undefined;
}

/** The same as encoded counts. */
export function decodeSparseHistogram(text: string): SparseCounts | undefined {
  const writer = new SparseCountsWriter(0, 0);
  const isWhole = forEachBucket(text, (index, count) => writer.add(index, count));
  return isWhole ? writer.finish() : undefined;
}

/** Is the text an HdrHistogram of this layout? */
export function isHistogram(text: string): boolean {
  return forEachBucket(text, () => undefined);
}

/** Visits the buckets that are not empty; false when the text is no histogram of this layout, which may show at its end only. */
function forEachBucket(text: string, visit: (index: number, count: number) => void): boolean {
  const plain = inflated(Buffer.from(text, 'base64'));
  if (plain === undefined || plain.length < HEADER_BYTES) return false;
  const isOurs =
    (plain.readInt32BE(0) & COOKIE_BASE) === (V2_COOKIE & COOKIE_BASE) &&
    plain.readInt32BE(12) === SIGNIFICANT_DIGITS &&
    plain.readBigInt64BE(16) === 1n;
  const end = HEADER_BYTES + plain.readInt32BE(4);
  return isOurs && end <= plain.length && forEachZigZagCount(plain.subarray(HEADER_BYTES, end), BUCKET_COUNT, visit);
}

function inflated(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 8 || (bytes.readInt32BE(0) & COOKIE_BASE) !== (V2_COMPRESSED_COOKIE & COOKIE_BASE))
    return undefined;
  try {
    return inflateSync(bytes.subarray(8), { maxOutputLength: MOST_BYTES });
  } catch {
    // Damaged, or far more than a histogram: either way not ours.
    return undefined;
  }
}
