import { inEnglish, message as messageFor } from '../core/language/words.js';
import { OperationError, toOperationError } from '../core/operation-error.js';
import { dialTcp } from './dial.js';
import { type DialGuard, LOOPBACK_ONLY } from './dial-guard.js';

/**
 * Does anything listen there? Opens a TCP connection and closes it again.
 * @param guard says where connections may go
 * @throws OperationError when nothing does, or connections may not go there
 */
export async function probeTcp(
  host: string,
  port: number,
  timeoutMs: number,
  guard: DialGuard = LOOPBACK_ONLY,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = dialTcp(guard, host, port).setTimeout(timeoutMs);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => {
      socket.destroy();
      reject(new OperationError('network.timeout', inEnglish(messageFor('failure.timeout', { ms: timeoutMs }))));
    });
    socket.once('error', (error) => reject(toOperationError(error)));
  });
}
