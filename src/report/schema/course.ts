import type { FallingBehind, SilentSeconds, Slowing } from '../../judgement/course.js';
import { listOf } from './collections.js';
import { type FieldsOf, fields, VALUES } from './values.js';

const { amount, count, number, share } = VALUES;

const fellBehind = {
  offeredPerSecond: amount,
  servedPerSecond: amount,
  firstP50Ms: amount,
  lastP50Ms: amount,
} satisfies FieldsOf<FallingBehind>;

const slows = {
  factor: amount,
  firstP50Ms: amount,
  lastP50Ms: amount,
  perThousandMs: number,
  fit: share,
} satisfies FieldsOf<Slowing>;

const silence = { from: count, to: count, lastedMs: amount.nullable() } satisfies FieldsOf<SilentSeconds>;

/** What changed while the flood went on. */
export const course = fields({
  /** A queue that grew all the time; null where none did. */
  fellBehind: fields(fellBehind).nullable(),
  /** A server that took longer with every message; null where it did not. */
  slows: fields(slows).nullable(),
  /** Seconds in which nothing arrived though something was due, and for how long nothing moved; null where that is not known. */
  silences: listOf(fields(silence)),
});
