import { createServer, type Server } from 'node:net';

/** Makes a server listen on a free loopback port, and returns that. */
export async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A port that nobody has just now. */
export async function freePort(): Promise<number> {
  const holder = createServer();
  const port = await portOf(holder);
  await new Promise((resolve) => {
    holder.close(resolve);
  });
  return port;
}
