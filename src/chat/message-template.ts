import type { AckIdField } from '../wire/wire.js';
import { applyMask, type ClientFrame } from '../wire/ws/frame-writer.js';
import type { MarkCodec } from './mark.js';
import type { MarkFields } from './mark-fields.js';

/*
 * The numbers by which messages ask for acknowledgements have seven digits, so that a prepared frame takes each of them. Smaller ones
 * are those of other events. A frame as it is prepared has the last one, by which probes ask.
 */
export const FIRST_MESSAGE_ACK_ID = 1_000_000;
export const PROBE_ACK_ID = 9_999_999;
/** Of one connection at once; then they begin anew. */
export const MESSAGE_ACK_IDS = PROBE_ACK_ID - FIRST_MESSAGE_ACK_ID;

/** A finished frame that sends one message, with the place where its mark goes; −1 when the text is not in it. */
export interface MessageTemplate extends ClientFrame {
  readonly markAt: number;
  /** Where the number goes by which it asks for an acknowledgement; −1 when it asks for none. */
  readonly ackIdAt: number;
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

/**
 * Writes the number by which one message asks for its acknowledgement into a copy of its frame, which has a place for it.
 * @param bytes that hold the copy
 * @param at where the copy begins in them
 * @param ackId of seven digits
 */
export function stampAckId(
  { ackIdAt, payloadAt }: MessageTemplate,
  field: AckIdField,
  bytes: Uint8Array,
  at: number,
  ackId: number,
): void {
  const from = at + ackIdAt;
  field.write(bytes, from, ackId);
  applyMask(bytes, from, from + field.length, at + payloadAt);
}
