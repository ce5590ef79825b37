import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Server, type ServerOptions, type Socket } from 'socket.io';
import { portOf } from './listen.js';

/** A chat written as plainly as can be, that ends with the test; returns its URL. */
export async function plainChat(
  test: TestContext,
  onConnection: (socket: Socket, io: Server) => void,
  options: Partial<ServerOptions> = {},
): Promise<string> {
  const http = createServer();
  const io = new Server(http, options);
  io.on('connection', (socket) => onConnection(socket, io));
  test.after(() => io.close());
  return `http://127.0.0.1:${await portOf(http)}`;
}

/** A dialect in a file of its own that goes with the test; returns its path. */
export async function dialectFile(test: TestContext, dialect: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'newyear-load-dialect-'));
  test.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'mine.json');
  await writeFile(path, JSON.stringify(dialect));
  return path;
}
