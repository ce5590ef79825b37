import { createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { acceptFor } from '#dist/wire/ws/upgrade.js';

/** Listens on a free port until the test ends; returns the `ws:` URL. */
export async function listenDuring(test: TestContext, server: Server, host = '127.0.0.1'): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `ws://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}

/** A server that says no more than the test does. The script gets the paused socket after the client's handshake. */
export function startRaw(
  test: TestContext,
  script: (socket: Socket, accept: string) => void | Promise<void>,
  host?: string,
): Promise<string> {
  const server = createServer((socket) => {
    let head = '';
    socket.setNoDelay(true);
    const onData = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      if (!head.endsWith('\r\n\r\n')) return;
      socket.off('data', onData);
      socket.pause();
      const key = /^Sec-WebSocket-Key: (.*)\r$/m.exec(head)?.[1] ?? '';
      void script(socket, acceptFor(key));
    };
    socket.on('data', onData);
  });
  return listenDuring(test, server, host);
}

/** The answer that agrees to WebSocket. */
export function agreement(accept: string): string {
  const headers = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`];
  return `HTTP/1.1 101 Switching Protocols\r\n${headers.join('\r\n')}\r\n\r\n`;
}

/** Writes every byte alone, with a turn of the event loop between. */
export async function writeByteByByte(socket: Socket, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; at++) {
    socket.write(bytes.subarray(at, at + 1));
    await turn();
  }
}

/** What came from a socket. */
export interface Heard {
  readonly length: number;
  readonly bytes: Buffer;
}

/** Everything that comes from a socket, from now on. */
export function collect(socket: Socket): Heard {
  const chunks: Buffer[] = [];
  let length = 0;
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
  });
  socket.resume();
  return {
    get length() {
      return length;
    },
    get bytes() {
      return Buffer.concat(chunks);
    },
  };
}
