import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TestContext } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { portOf } from './listen.js';
import { OPEN } from './scripted-socket-server.js';

/** Somebody in the chat. */
export class Member {
  readonly #socket: WebSocket;
  readonly #tcp: Duplex;
  /** What waits for the end of a frame, and that end. */
  #waiting: string[] | undefined;
  #end: Uint8Array = Buffer.alloc(0);

  constructor(socket: WebSocket, tcp: Duplex) {
    this.#socket = socket;
    this.#tcp = tcp;
  }

  send(packet: string): void {
    if (this.#waiting === undefined) this.#socket.send(packet);
    else this.#waiting.push(packet);
  }

  /** Sends all of a frame but its last byte; what is sent from then on waits. */
  begin(frame: Uint8Array): void {
    this.#waiting = [];
    this.#end = frame.subarray(-1);
    this.#tcp.write(frame.subarray(0, -1));
  }

  /** Sends the last byte, and what has waited for it. */
  end(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#tcp.write(this.#end);
    for (const packet of waiting) this.#socket.send(packet);
  }
}

/** What a test does beside the chat. */
export interface Mischief {
  /** After the room has a message. */
  onMessage?(sender: Member, number: number): void;
  /** A connection has ended. */
  onGone?(member: Member): void;
}

/** A chat that speaks the bare dialect of `one-worker.ts`, and does what a test says beside; returns its `http:` URL. */
export async function startBareChat(test: TestContext, mischief: Mischief): Promise<string> {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  const rooms = new Map<number, Set<Member>>();
  let messages = 0;
  const onPacket = (member: Member, packet: string): void => {
    if (packet.startsWith('40')) member.send('40{"sid":"b"}');
    if (!packet.startsWith('42')) return;
    const [name, argument] = JSON.parse(packet.slice(2)) as [string, unknown];
    if (name === 'join') {
      const { roomId } = argument as { roomId: number };
      rooms.set(roomId, (rooms.get(roomId) ?? new Set()).add(member));
      member.send('42["joined"]');
      return;
    }
    const room = [...rooms.values()].find((members) => members.has(member)) ?? [];
    for (const other of room) other.send(`42${JSON.stringify(['message', argument])}`);
    mischief.onMessage?.(member, messages++);
  };
  server.on('connection', (socket, request) => {
    const member = new Member(socket, request.socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const room of rooms.values()) room.delete(member);
      mischief.onGone?.(member);
    });
    socket.on('message', (data: Buffer) => onPacket(member, data.toString()));
    member.send(OPEN);
  });
  const port = await portOf(http);
  test.after(() => {
    for (const client of server.clients) client.terminate();
    server.close();
    http.close();
  });
  return `http://127.0.0.1:${port}`;
}
