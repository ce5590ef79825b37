import { printable } from '../../core/text.js';

/** Characters of a name, and of a sentence, that a page shows; what comes from a server can have millions. */
export const MOST_NAME_CHARACTERS = 80;
export const MOST_SENTENCE_CHARACTERS = 400;

/**
 * Text from outside as a page shows it: shortened, with control characters and those that reorder a line made visible. What
 * HTML would take for markup stays as it is, since the page sets texts as texts.
 */
export function pageText(text: string, maxLength = MOST_SENTENCE_CHARACTERS): string {
  return printable(text, maxLength);
}
