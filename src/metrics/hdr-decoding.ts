import { inflateSync } from 'node:zlib';
import { InternalError } from '../core/errors.js';
import { BUCKET_COUNT, BucketCounter } from './bucket-counter.js';

/** First four bytes, the low nibble of the second byte apart, which holds the size of a word (HdrHistogram, `AbstractHistogram`). */
const COMPRESSED_COOKIE = 0x1c849304;
const PLAIN_COOKIE = 0x1c849303;
const COOKIE_MASK = 0xffffff0f;
/** Cookie and length of the compressed bytes. */
const COMPRESSED_HEADER_BYTES = 8;
/** Cookie, payload length, offset, digits, lowest and highest value, ratio. */
const HEADER_BYTES = 40;

/**
 * The counter that `encodeHistogram` has encoded, bucket by bucket.
 * @param text HdrHistogram V2 compressed, base64, 3 significant digits from 1 µs on: the layout of our own buckets
 * @throws InternalError when it is something else
 */
export function decodeHistogram(text: string): BucketCounter {
  const compressed = Buffer.from(text, 'base64');
  if (cookieOf(compressed) !== COMPRESSED_COOKIE)
    throw new InternalError('the histogram is not HdrHistogram V2 compressed');
  const bytes = inflateSync(compressed.subarray(COMPRESSED_HEADER_BYTES));
  const isOurs = cookieOf(bytes) === PLAIN_COOKIE && bytes.readInt32BE(12) === 3 && bytes.readBigInt64BE(16) === 1n;
  if (!isOurs) throw new InternalError('the histogram does not have 3 significant digits from 1 on');
  const counter = new BucketCounter();
  const end = Math.min(bytes.length, HEADER_BYTES + bytes.readInt32BE(4));
  let index = 0;
  for (let offset = HEADER_BYTES; offset < end && index < BUCKET_COUNT; ) {
    // ZigZag LEB128: a negative number is a run of empty buckets.
    let zigzag = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = bytes[offset++] ?? 0;
      zigzag += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    const isRun = zigzag % 2 === 1;
    if (isRun) index += (zigzag + 1) / 2;
    else counter.counts[index++] = zigzag / 2;
  }
  return counter;
}

function cookieOf(bytes: Buffer): number {
  return bytes.length < COMPRESSED_HEADER_BYTES ? 0 : (bytes.readInt32BE(0) & COOKIE_MASK) >>> 0;
}
