import type { ErrorKind } from '../core/error-kinds.js';

/** What came over a connection was legal, and yet could not be read: a server’s trick, or a fault of ours. */
export const UNREADABLE = 'protocol.unreadable' satisfies ErrorKind;
