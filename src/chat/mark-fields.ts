import { hash32 } from '../core/random.js';

/** A time is written in two parts: what is below this, and how many of it there are. */
export const HALF = 32 ** 4;
/** What three digits hold. */
const CHECK_MASK = 0x7fff;

/** What a mark says. A parser fills one object again and again, so that reading allocates nothing. */
export interface MarkFields {
  room: number;
  sender: number;
  number: number;
  /** Intended send, microseconds since the run's origin. */
  intendedUs: number;
  /** Actual − intended send, microseconds. */
  lagUs: number;
}

/** What the checks of a run's marks begin with, so that those of other runs are none. */
export function checkKey(runId: string): number {
  return hash32(`mark of ${runId}`) & CHECK_MASK;
}

/** Fifteen bits over all fields. One wrong digit is always noticed. @param key of the run */
export function checkOf(key: number, { room, sender, number, intendedUs, lagUs }: Readonly<MarkFields>): number {
  const intendedHigh = Math.floor(intendedUs / HALF);
  const lagHigh = Math.floor(lagUs / HALF);
  let hash = mixIn(mixIn(mixIn(key, room), sender), number);
  hash = mixIn(mixIn(hash, intendedHigh), intendedUs - intendedHigh * HALF);
  return mixIn(mixIn(hash, lagHigh), lagUs - lagHigh * HALF);
}

/**
 * Mixes a field of up to six digits into a check. Values that differ in one digit fold to different fifteen bits, and what follows
 * (an odd factor, a shift by more than half) maps them one to one: a difference never gets lost.
 */
function mixIn(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ (value & CHECK_MASK) ^ (value >>> 15), 0x9e3779b1) & CHECK_MASK;
  return mixed ^ (mixed >>> 8);
}
