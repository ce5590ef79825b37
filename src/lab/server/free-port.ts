import { TcpListener } from '../../core/tcp-listener.js';

/** A port of this machine that was free just now. @throws StartError when none can be had */
export async function freePort(): Promise<number> {
  const listener = new TcpListener(
    1,
    (socket) => socket.destroy(),
    () => undefined,
  );
  try {
    return await listener.listen({ host: '127.0.0.1', port: 0 }, 'the lab');
  } finally {
    listener.close();
  }
}
