import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import { Server, type Socket } from 'socket.io';
import { portOf } from './listen.js';

/** One of several servers that are one chat. */
export interface JointServer {
  readonly io: Server;
  readonly url: string;
  /** Connections that were opened to it. */
  opened: number;
}

/** What is peculiar about a chat of several servers. */
export interface JointOptions {
  /** Do the servers keep what is said to themselves? */
  readonly isApart?: boolean;
  /** By which copies at each server are late, milliseconds. */
  readonly delaysMs?: readonly number[];
  /** Told of every connection. @param server number of its server */
  readonly onConnection?: (socket: Socket, server: number) => void;
}

/** Servers of one chat, in which what is said in a room at one of them is heard at all of them; they end with the test. */
export async function jointChat(
  test: TestContext,
  count: number,
  { isApart = false, delaysMs = [], onConnection = () => undefined }: JointOptions = {},
): Promise<JointServer[]> {
  const servers: JointServer[] = [];
  const say = (io: Server, room: string, text: string): void => {
    for (const [index, server] of servers.entries()) {
      if (isApart && server.io !== io) continue;
      setTimeout(() => server.io.to(room).emit('message', { text }), delaysMs[index] ?? 0);
    }
  };
  for (let index = 0; index < count; index++) {
    const http = createServer();
    const io = new Server(http);
    test.after(() => io.close());
    const server = { io, url: `http://127.0.0.1:${await portOf(http)}`, opened: 0 };
    servers.push(server);
    io.on('connection', (socket) => {
      server.opened++;
      socket.on('join', (room: string, joined: () => void) => {
        void socket.join(room);
        joined();
      });
      socket.on('send', (room: string, text: string) => say(io, room, text));
      onConnection(socket, index);
    });
  }
  return servers;
}

/** The dialect of such a chat. */
export const JOINT_DIALECT = {
  events: {
    join: { event: 'join', args: ['{{room.id}}'], ack: true },
    send: { event: 'send', args: ['{{room.id}}', '{{message.text}}'] },
    receive: 'message',
  },
};
