/** An Engine.IO connection, as far as faults end it. */
interface Connection {
  readonly transport: object;
  close(discard: boolean): void;
}

/** What there is of a WebSocket below a connection. */
interface WebSocketBelow {
  terminate(): void;
  close(code: number, reason: string): void;
}

/** Ends the TCP connection without a closing handshake; a polling session has none, and is closed. */
export function terminate(connection: Connection): void {
  const webSocket = webSocketOf(connection);
  if (webSocket === undefined) connection.close(true);
  else webSocket.terminate();
}

/** Closes the WebSocket as `ws` closes one whose message it does not take; a polling session has none, and is closed. */
export function refuseMessage(connection: Connection): void {
  const webSocket = webSocketOf(connection);
  if (webSocket === undefined) connection.close(true);
  else webSocket.close(1009, 'Max payload size exceeded');
}

/** Engine.IO keeps the WebSocket of its transport to itself and has no other way of ending one. */
function webSocketOf({ transport }: Connection): WebSocketBelow | undefined {
  const below: unknown = 'socket' in transport ? transport.socket : undefined;
  return isWebSocket(below) ? below : undefined;
}

function isWebSocket(value: unknown): value is WebSocketBelow {
  if (typeof value !== 'object' || value === null || !('terminate' in value) || !('close' in value)) return false;
  return typeof value.terminate === 'function' && typeof value.close === 'function';
}
