import type { LanguageName } from '../core/language/words.js';

/** A text in each language. */
export type Words = Readonly<Record<LanguageName, string>>;
