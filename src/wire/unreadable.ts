import type { ErrorKind } from '../core/error-kinds.js';
import { printable } from '../core/text.js';

/** What came over a connection was legal, and yet could not be read: a server’s trick, or a fault of ours. */
export const UNREADABLE = 'protocol.unreadable' satisfies ErrorKind;

/** What is told of a connection that was ended for it. @param reason the end of a sentence */
export function unreadableText(reason: string): string {
  return `A connection was ended: ${printable(reason)}. If the server is in order, this is a fault of newyear-load.`;
}
