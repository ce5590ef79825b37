import type { SparseCounts } from './sparse-counts.js';

/** Sparse counts as text. */
export function countsToText(counts: SparseCounts): string {
  return Buffer.from(counts.buffer, counts.byteOffset, counts.byteLength).toString('base64');
}

/** The inverse of {@link countsToText}; what another text gives may be no counts. */
export function countsFromText(text: string): SparseCounts {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}
