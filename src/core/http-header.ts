/** What no value of an HTTP header may hold (RFC 9110, section 5.5): a line break above all, which would end its line. */
export const UNSENDABLE_IN_HEADER = /[^\t\u0020-\u007e\u0080-\u00ff]/;
