import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChatServer } from '../chat/events.js';
import { type ActiveFaults, countEvery } from './active.js';

/** What a refused WebSocket handshake gets. */
const UPGRADE_REFUSED = 'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * Puts `refuse-connect` and `silent` into effect.
 * @param onRefused called for every refused connection
 */
export function applyConnectionFaults(active: ActiveFaults, io: ChatServer, onRefused: () => void): void {
  const refuse = active.get('refuse-connect');
  if (refuse !== undefined) {
    const isNth = countEvery(refuse.parameters.everyNth);
    io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
      if (!opensSession(request) || !isNth()) {
        next();
        return;
      }
      refuse.tally.once();
      onRefused();
      if (request.headers.upgrade === undefined) response.writeHead(503).end();
      else request.socket.end(UPGRADE_REFUSED);
    });
  }
  const silent = active.get('silent');
  if (silent === undefined) return;
  io.engine.on('connection', (connection: object) => {
    silent.tally.once();
    stopHeartbeat(connection);
  });
}

/** A request of Engine.IO that belongs to no session yet. */
function opensSession(request: IncomingMessage): boolean {
  return !/[?&]sid=/.test(request.url ?? '');
}

/** Engine.IO cannot be asked not to send pings while it announces them, so its timers are taken from it. */
function stopHeartbeat(connection: {
  pingIntervalTimer?: NodeJS.Timeout | null;
  pingTimeoutTimer?: NodeJS.Timeout | null;
}): void {
  clearTimeout(connection.pingIntervalTimer ?? undefined);
  clearTimeout(connection.pingTimeoutTimer ?? undefined);
  connection.pingIntervalTimer = null;
  connection.pingTimeoutTimer = null;
}
