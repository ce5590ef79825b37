import { inEnglish, message } from '../core/language/words.js';
import type { ErrorKind } from '../core/error-kinds.js';
import { printable } from '../core/text.js';

/** What came over a connection was legal, and yet could not be read: a server’s trick, or a fault of ours. */
export const UNREADABLE = 'protocol.unreadable' satisfies ErrorKind;

/** What is told of a connection that was ended for it. @param reason the end of a sentence */
export function unreadableText(reason: string): string {
  return inEnglish(message('notice.unreadable', { reason: printable(reason) }));
}
