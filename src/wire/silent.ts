import type { ErrorKind } from '../core/error-kinds.js';

/** Nothing came any more, for longer than heartbeats allow. Whether that was the server or the network, the connection cannot tell. */
export const SILENT = 'server.silent' satisfies ErrorKind;
