import { dial, portOf } from './dial.js';
import type { DialGuard } from './dial-guard.js';

/**
 * Does what listens there speak TLS, whatever its certificate? Nothing is sent over it.
 * @param url of which host and port are asked, with any scheme
 * @param guard says where connections may go
 */
export async function speaksTls(url: URL, timeoutMs: number, guard: DialGuard): Promise<boolean> {
  const secure = new URL(url);
  secure.protocol = 'https:';
  // The port that goes without saying is another one there.
  secure.port = String(portOf(url));
  return await new Promise<boolean>((resolve) => {
    const socket = dial(guard.withoutTrust(), secure, { onReady: () => end(true) }).setTimeout(timeoutMs);
    const end = (isSpoken: boolean): void => {
      socket.destroy();
      resolve(isSpoken);
    };
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
}
