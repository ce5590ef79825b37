import { OperationError } from './operation-error.js';

/** What no line of an HTTP header may hold (RFC 9110, section 5.5): a line break above all, which would end it. */
export const UNSENDABLE_IN_HEADER = /[^\t\u0020-\u007e\u0080-\u00ff]/;

/**
 * Makes sure that a text, wherever it comes from, stays in its line of a request's header.
 * @param what names the text in the error: `the header Authorization`
 * @throws OperationError when it would not
 */
export function assertSendable(what: string, text: string): void {
  if (!UNSENDABLE_IN_HEADER.test(text)) return;
  throw new OperationError('protocol.unsendable', `a request was not sent: ${what} would hold what no header may hold`);
}

const TIME_OF_DAY = /\d{1,2}:\d{2}:\d{2}/;
const TIME_ZONE = /(?:GMT|UTC|Z|[+-]\d{4})\s*$/i;

/**
 * A date of an HTTP header in any of its three formats (RFC 9110, section 5.6.7), or one that cookies are written with, in
 * milliseconds since 1970; undefined when it is none. Without a zone it is of GMT.
 */
export function parseHttpDate(text: string): number | undefined {
  // The language's own parser makes a date of nearly everything: "-5" is a May.
  if (!TIME_OF_DAY.test(text)) return undefined;
  const timeMs = Date.parse(TIME_ZONE.test(text) ? text : `${text} GMT`);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
