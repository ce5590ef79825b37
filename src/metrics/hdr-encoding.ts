import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { type BucketCounter, lowestValueOf, MAX_VALUE_US } from './bucket-counter.js';

/**
 * A counter as an HdrHistogram, V2 compressed, base64: integer microseconds, 3 significant digits, 1 µs to 1 hour. Any
 * HdrHistogram library decodes it; an empty counter gives an empty histogram.
 */
export function encodeHistogram(counter: BucketCounter): string {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_VALUE_US,
    numberOfSignificantValueDigits: 3,
    autoResize: false,
    // 64-bit counts: the smaller ones overflow silently, and a bucket of ours holds up to 2^32 − 1.
    bitBucketSize: 64,
    useWebAssembly: false,
  });
  for (const [index, count] of counter.counts.entries()) {
    if (count > 0) histogram.recordValueWithCount(lowestValueOf(index), count);
  }
  return encodeIntoCompressedBase64(histogram);
}
