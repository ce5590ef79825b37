import { sumOf } from '../core/numbers.js';
import type { Report } from './report-types.js';

/**
 * Are all lost copies those of messages that the server refused? So they are where every loss is that of a whole message, and no more
 * messages reached nobody than were refused. A message has as many copies as its room has receivers, which is the room's copies
 * divided by its messages.
 */
export function areLostOnesRefused({ messages, deliveries }: Pick<Report, 'messages' | 'deliveries'>): boolean {
  const nowhere = messages.sent - messages.completed;
  if (deliveries.lost === 0 || messages.refused === 0 || nowhere <= 0 || nowhere > messages.refused) return false;
  const lossy = deliveries.byRoom.filter(({ lost }) => lost > 0);
  const isLocated = sumOf(lossy.map(({ lost }) => lost)) === deliveries.lost;
  // Where everybody stayed, a message has a whole number of copies, and so has what was lost of whole messages.
  const isSplit = lossy.some(({ lost, expected, sent }) => expected % sent === 0 && lost % (expected / sent) !== 0);
  const whole = sumOf(lossy.map(({ lost, expected, sent }) => (lost * sent) / expected));
  return isLocated && !isSplit && Math.abs(whole - nowhere) < 0.5;
}
