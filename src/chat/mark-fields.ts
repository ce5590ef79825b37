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

/**
 * The first half of a check: fifteen bits over all fields, of which one wrong digit is always noticed.
 * @param key of the run
 */
export function checkOfPlace(key: number, room: number, sender: number, number: number): number {
  return mixIn(mixIn(mixIn(key, room), sender), number);
}

/** The second half: the check, of the times in the two parts in which they are written. @param hash the first half */
export function checkOfTimes(
  hash: number,
  intendedHigh: number,
  intendedLow: number,
  lagHigh: number,
  lagLow: number,
): number {
  return mixIn(mixIn(mixIn(mixIn(hash, intendedHigh), intendedLow), lagHigh), lagLow);
}

/**
 * Mixes a field of up to six digits into a check. Values that differ in one digit fold to different fifteen bits, and what follows
 * (an odd factor, a shift by more than half) maps them one to one: a difference never gets lost.
 */
function mixIn(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ (value & CHECK_MASK) ^ (value >>> 15), 0x9e3779b1) & CHECK_MASK;
  return mixed ^ (mixed >>> 8);
}
