import { connect as connectTcp } from 'node:net';
import { WebSocket } from 'ws';
import { OperationError, toOperationError } from '../../core/operation-error.js';
import { parsePacket } from './packets.js';

/**
 * Does anything listen there? Opens a TCP connection and closes it again.
 * @throws OperationError when nothing does
 */
export async function probeTcp(host: string, port: number, timeoutMs: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connectTcp({ host, port, timeout: timeoutMs });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => {
      socket.destroy();
      reject(new OperationError('network.timeout', `no answer within ${timeoutMs} ms`));
    });
    socket.once('error', (error) => reject(toOperationError(error)));
  });
}

/**
 * Is there an Engine.IO server behind a WebSocket URL? Waits for its handshake and closes again, without joining a namespace.
 * @throws OperationError when the connection fails, the upgrade is refused, or something else answers
 */
export async function probeEngineIo(url: string, timeoutMs: number): Promise<void> {
  const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: timeoutMs, followRedirects: false });
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(
        () =>
          reject(new OperationError('protocol.not-engine-io', 'the WebSocket opened, but no Engine.IO handshake came')),
        timeoutMs,
      );
      socket.once('unexpected-response', (_request, response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        reject(new OperationError(`server.http-${status}`, `the WebSocket handshake was answered with HTTP ${status}`));
      });
      socket.once('error', (error) => reject(toOperationError(error)));
      socket.once('close', () =>
        reject(new OperationError('server.closed-early', 'the server closed the WebSocket at once')),
      );
      socket.once('message', (data: Buffer, isBinary: boolean) => {
        if (!isBinary && parsePacket(data.toString()).type === 'open') resolve();
        else
          reject(
            new OperationError('protocol.not-engine-io', 'a WebSocket answered, but not with an Engine.IO handshake'),
          );
      });
    });
  } finally {
    clearTimeout(timer);
    // Closing a socket that is still opening emits one more error; nobody is to fall over it.
    socket.on('error', () => undefined);
    socket.terminate();
  }
}
