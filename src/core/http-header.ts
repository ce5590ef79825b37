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
