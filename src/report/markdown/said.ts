import { type Message, message, type Wording } from '../../core/language/words.js';
import { formatCount } from '../../core/units.js';

type Things = 'storms' | 'stages' | 'thresholds' | 'alerts' | 'them' | 'rooms' | 'entrances' | 'kinds';

/** What a table has no room for. */
export function moreText(count: number, what: `md.more.${Things}`, words: Wording): string {
  return count <= 0 ? '' : `\n\n${words.text('md.more', { count, what: message(what) })}`;
}

/** The heads of a table; one that begins with a space is of numbers. */
export function headsOf(keys: readonly Message['key'][], words: Wording): string[] {
  return keys.map((key) => words.template(key));
}

/** `9,483 of 9,582` */
export function partOfWhole(part: number, whole: number, words: Wording): string {
  return words.text('md.of', { part: formatCount(part), whole: formatCount(whole) });
}
