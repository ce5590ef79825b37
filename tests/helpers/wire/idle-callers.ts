import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** Connections to a port of this machine that stay open and say nothing; they end with the test. In the order of their opening. */
export async function idleCallers(test: TestContext, port: number, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  test.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  for (let index = 0; index < count; index++) {
    const socket = connect(port, '127.0.0.1');
    // Whoever is dropped may hear of it as a reset.
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    socket.resume();
  }
  return sockets;
}
