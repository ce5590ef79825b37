import type { ValuesOf } from '../template.js';
import { ERROR_WORDS } from './errors.js';
import { FINDINGS } from './findings.js';
import { MORE_FINDINGS } from './findings-more.js';
import { SEARCHING } from './searching.js';
import { TARGETED } from './targeted.js';
import { VERDICT } from './verdict.js';
import { HEADLINE } from './headline.js';
import { LIVE } from './live.js';
import { MARKDOWN } from './markdown.js';
import { MENU } from './menu.js';
import { NEXT } from './next.js';
import { PAGE } from './page.js';
import { PAGE_PHRASES } from './page-phrases.js';
import { COMMAND_WORDS } from './commands.js';
import { PLAN } from './plan.js';
import { PROBLEMS } from './problems.js';
import { PROGRESS } from './progress.js';
import { SHIPPED } from './shipped.js';
import { SUMMARY } from './summary.js';

/**
 * Every sentence in English, by its key; the other languages have the same keys with the same places. The build makes a text of them that
 * is read when something is to be said: whoever says nothing, or little, does not wait for a thousand sentences.
 */
export function englishDictionary() {
  return {
    ...HEADLINE,
    ...LIVE,
    ...SHIPPED,
    ...SUMMARY,
    ...NEXT,
    ...MENU,
    ...MARKDOWN,
    ...PAGE,
    ...PAGE_PHRASES,
    ...COMMAND_WORDS,
    ...PLAN,
    ...PROBLEMS,
    ...PROGRESS,
    ...VERDICT,
    ...FINDINGS,
    ...MORE_FINDINGS,
    ...ERROR_WORDS,
    ...TARGETED,
    ...SEARCHING,
  } as const;
}

export type EnglishDictionary = ReturnType<typeof englishDictionary>;

export type EnglishKey = keyof EnglishDictionary;

/** What the sentence of a key needs. */
export type EnglishValues<Key extends EnglishKey> = ValuesOf<EnglishDictionary[Key]>;
