import { Server } from 'socket.io';
import type { RECOVERY_OPTIONS } from '../faults/recoveries.js';
import type { PracticeOptions } from '../options.js';
import type { ChatServer } from './events.js';

/** The Socket.IO server of a practice server, attached to nothing yet. */
export function createChatServer(options: PracticeOptions, more: Partial<typeof RECOVERY_OPTIONS>): ChatServer {
  return new Server({
    ...more,
    allowEIO3: true,
    maxHttpBufferSize: 1e8,
    perMessageDeflate: false,
    pingInterval: options.pingIntervalMs,
    pingTimeout: options.pingTimeoutMs,
    serveClient: false,
    transports: ['polling', 'websocket'],
  });
}
