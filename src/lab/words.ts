import type { LanguageName } from '../core/language/words.js';

/** The languages of the exercises. */
export type LabLanguage = LanguageName;

/** A text in each of them. */
export type Words = Readonly<Record<LabLanguage, string>>;
