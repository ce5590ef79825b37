import { WebSocket } from 'ws';
import { systemCodeOf } from '../../core/errors.js';
import { OperationError, toOperationError } from '../../core/operation-error.js';
import { dial } from '../../net/dial.js';
import { type DialGuard, LOOPBACK_ONLY } from '../../net/dial-guard.js';
import { parsePacket } from './packets.js';

/** A handshake has some two hundred. */
const MAX_HANDSHAKE_BYTES = 64 * 1024;

/**
 * Is there an Engine.IO server behind a WebSocket URL? Waits for its handshake and closes again, without joining a namespace.
 * @param guard says where connections may go
 * @param headers of the request, beside those of the handshake
 * @throws OperationError when the connection fails or may not be opened, the upgrade is refused, or something else answers
 */
export async function probeEngineIo(
  url: string,
  timeoutMs: number,
  guard: DialGuard = LOOPBACK_ONLY,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    followRedirects: false,
    headers,
    maxPayload: MAX_HANDSHAKE_BYTES,
    createConnection: () => dial(guard, new URL(url)),
  });
  try {
    // Read here and not in a callback, so that whatever it holds fails this probe and nothing else.
    const { text, isBinary } = await firstMessage(socket, timeoutMs);
    if (isBinary || parsePacket(text).type !== 'open') {
      throw new OperationError('protocol.not-engine-io', 'a WebSocket answered, but not with an Engine.IO handshake');
    }
  } finally {
    // Closing a socket that is still opening emits one more error; nobody is to fall over it.
    socket.on('error', () => undefined);
    socket.terminate();
  }
}

/** What a WebSocket is sent first. */
interface FirstMessage {
  readonly text: string;
  readonly isBinary: boolean;
}

/** @throws OperationError when none comes in time, or the WebSocket does not open */
async function firstMessage(socket: WebSocket, timeoutMs: number): Promise<FirstMessage> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(noMessage(socket, timeoutMs)), timeoutMs);
      socket.once('unexpected-response', (_request, response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        reject(new OperationError(`server.http-${status}`, `the WebSocket handshake was answered with HTTP ${status}`));
      });
      socket.once('error', (error) => {
        // What `ws` gives no code is an answer to its handshake that is not legal.
        const isHandshake = systemCodeOf(error) === undefined && !(error instanceof OperationError);
        reject(isHandshake ? new OperationError('protocol.not-websocket', error.message) : toOperationError(error));
      });
      socket.once('close', () =>
        reject(new OperationError('server.closed-early', 'the server closed the WebSocket at once')),
      );
      socket.once('message', (data: Buffer, isBinary: boolean) => resolve({ text: data.toString(), isBinary }));
    });
  } finally {
    clearTimeout(timer);
  }
}

function noMessage({ readyState }: WebSocket, timeoutMs: number): OperationError {
  return readyState === WebSocket.CONNECTING
    ? new OperationError('network.timeout', `no answer to the WebSocket handshake within ${timeoutMs} ms`)
    : new OperationError('protocol.not-engine-io', 'the WebSocket opened, but no Engine.IO handshake came');
}
