import * as fc from 'fast-check';
import { MARK_MAX_INDEX, MarkCodec } from '#dist/chat/mark.js';
import type { MarkFields } from '#dist/chat/mark-fields.js';

/** The run of the marks here, unless another is asked for. */
export const MARKED_RUN = 'k3f9q2';

/** Any fields that a mark can hold. */
export const anyMarkFields: fc.Arbitrary<MarkFields> = fc.record(
  {
    room: fc.integer({ min: 0, max: MARK_MAX_INDEX }),
    sender: fc.integer({ min: 0, max: MARK_MAX_INDEX }),
    number: fc.integer({ min: 0, max: 2 ** 30 - 1 }),
    // 40 and 35 bits: twelve days of a run, nine hours of delay.
    intendedUs: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
    lagUs: fc.integer({ min: 0, max: 2 ** 35 - 1 }),
  },
  { noNullPrototype: true },
);

/** Fields as they are in the middle of a run. */
export const someMarkFields: Readonly<MarkFields> = {
  room: 34,
  sender: 7,
  number: 12_345,
  intendedUs: 61_234_567_890,
  lagUs: 1_234,
};

/** A mark as text. @param codec writes it, in its form */
export function markText(fields: Readonly<MarkFields>, codec = new MarkCodec(MARKED_RUN)): string {
  const bytes = Buffer.alloc(codec.length);
  codec.write(bytes, 0, fields);
  return bytes.toString('latin1');
}

/** What a codec finds in a packet; undefined for nothing. */
export function readMark(packet: string | Uint8Array, codec = new MarkCodec(MARKED_RUN)): MarkFields | undefined {
  const bytes = typeof packet === 'string' ? Buffer.from(packet) : packet;
  return codec.parse(bytes, 0, bytes.length) ? { ...codec.fields } : undefined;
}
