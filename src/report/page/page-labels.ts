import { PAGE } from '../../core/language/en/page.js';
import type { Wording } from '../../core/language/words.js';
import { keysOf } from '../../core/records.js';

/** The labels of the page in another language, by what they are in its modules. */
export function pageLabels(words: Wording): Readonly<Record<string, string>> {
  return Object.fromEntries(keysOf(PAGE).map((key) => [PAGE[key], words.text(key)]));
}
