import { compareText } from '../core/text.js';
import type { LossPlace } from './run-outcome.js';

/** More places than this are not told one by one. */
export const MOST_PLACES = 500;

/** The places with the largest losses first, then those with the most broken connections, no more than {@link MOST_PLACES}. */
export function worstPlaces(places: Iterable<LossPlace>): LossPlace[] {
  return [...places].toSorted(byGravity).slice(0, MOST_PLACES);
}

function byGravity(one: LossPlace, other: LossPlace): number {
  return other.lost - one.lost || other.cut - one.cut || one.second - other.second || compareText(one.room, other.room);
}
