import { PAGE } from '../../core/language/en/page.js';
import { PAGE_PHRASES } from '../../core/language/en/page-phrases.js';
import type { Wording } from '../../core/language/words.js';
import { PHASES } from '../../core/phases.js';
import { keysOf } from '../../core/records.js';
import type { PageData } from './page-types.js';

const LABELS = { ...PAGE, ...PAGE_PHRASES };

/** In which language a page is told, with its labels by what they are in its modules; nothing for English. */
export function toldIn(words: Wording): Pick<PageData, 'told'> {
  return words.language === 'en' ? {} : { told: { language: words.language, labels: pageLabels(words) } };
}

/** Sentences keep their places, which the page fills; names of phases are found by their keys. */
function pageLabels(words: Wording): Readonly<Record<string, string>> {
  const phases = [...PHASES, 'hold' as const].map((name) => `phase.${name}` as const);
  const entries: readonly (readonly [text: string, told: string])[] = [
    ...keysOf(LABELS).map((key) => [LABELS[key], words.template(key)] as const),
    ...phases.map((key) => [key, words.template(key)] as const),
  ];
  return Object.fromEntries(entries);
}
