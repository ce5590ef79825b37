import { ENGLISH, type Wording } from './language/words.js';
import { formatTime } from './units.js';

/** A span of time that is drawn anew each time, milliseconds, both ends included. */
export interface DrawnTime {
  readonly min: number;
  readonly max: number;
}

/** How long people stay, and how long they are away until they come back. */
export interface SessionTimes {
  readonly lengthMs: DrawnTime;
  readonly pauseMs: DrawnTime;
}

/** A span of time: `30s to 5m`, or `30s` where it is always the same. */
export function drawnTimeText({ min, max }: DrawnTime, words: Wording = ENGLISH): string {
  if (min === max) return formatTime(min);
  return words.text('md.people.span', { min: formatTime(min), max: formatTime(max) });
}
