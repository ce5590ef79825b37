import { applyMask, type ClientFrame } from '../wire/ws/frame-writer.js';
import type { MarkCodec } from './mark.js';
import type { MarkFields } from './mark-fields.js';

/** A finished frame that sends one message, with the place where its mark goes; −1 when the text is not in it. */
export interface MessageTemplate extends ClientFrame {
  readonly markAt: number;
}

/** Does the frame have a place for a whole mark? */
export function holdsMark({ bytes, payloadAt, markAt }: MessageTemplate, { length }: MarkCodec): boolean {
  return markAt >= payloadAt && markAt + length <= bytes.length;
}

/**
 * Writes the mark of one message into a copy of its frame.
 * @param bytes that hold the copy
 * @param at where the copy begins in them
 */
export function stamp(
  { markAt, payloadAt }: MessageTemplate,
  codec: MarkCodec,
  bytes: Uint8Array,
  at: number,
  fields: Readonly<MarkFields>,
): void {
  const from = at + markAt;
  codec.write(bytes, from, fields);
  applyMask(bytes, from, from + codec.length, at + payloadAt);
}

/** The packet in a frame that was made from a template, as it was before it was masked. */
export function packetIn({ payloadAt }: MessageTemplate, frame: Uint8Array): Uint8Array {
  // A Buffer's own slice would be the same bytes.
  const plain = Uint8Array.from(frame);
  applyMask(plain, payloadAt, plain.length, payloadAt);
  return plain.subarray(payloadAt);
}
