import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TestContext } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { portOf } from './listen.js';

/** What Engine.IO says first. */
export const OPEN = '0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}';

/** One connection of a scripted server: what came, and a way to wait for it. */
export interface Peer {
  readonly socket: WebSocket;
  /** What the WebSocket runs on. */
  readonly tcp: Duplex;
  /** What the client sent, in order. */
  readonly heard: readonly string[];
  /** Takes the next packet that the client sends. */
  readonly next: () => Promise<string>;
}

export interface ScriptedServer {
  /** `ws://127.0.0.1:40123/socket.io/` */
  readonly url: string;
  close(): void;
}

/** A WebSocket server that does to every connection what the test says, legal or not. */
export async function startScripted(script: (peer: Peer) => void | Promise<void>): Promise<ScriptedServer> {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  server.on('connection', (socket, request) => {
    const heard: string[] = [];
    const waiting: ((packet: string) => void)[] = [];
    let taken = 0;
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      heard.push(data.toString());
      const wake = waiting.shift();
      if (wake !== undefined) wake(heard[taken++] ?? '');
    });
    const next = (): Promise<string> =>
      new Promise((resolve) => {
        if (taken < heard.length) resolve(heard[taken++] ?? '');
        else waiting.push(resolve);
      });
    void script({ socket, tcp: request.socket, heard, next });
  });
  return {
    url: `ws://127.0.0.1:${await portOf(http)}/socket.io/`,
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
      http.close();
    },
  };
}

/** An HTTP server that answers every upgrade with these bytes and hangs up; nothing at all when there are none. */
export async function startRefusing(answer: string | undefined): Promise<ScriptedServer> {
  const sockets = new Set<Duplex>();
  const http = createServer((_request, response) => response.writeHead(404).end('<h1>Not here</h1>'));
  http.on('connection', (socket: Duplex) => sockets.add(socket));
  http.on('upgrade', (_request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => undefined);
    if (answer !== undefined) socket.end(answer);
  });
  return {
    url: `ws://127.0.0.1:${await portOf(http)}/socket.io/`,
    close() {
      for (const socket of sockets) socket.destroy();
      http.close();
    },
  };
}

/** The bytes of an HTTP refusal. */
export const refusal = (status: number): string =>
  `HTTP/1.1 ${status} No\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbusy`;

/** A scripted server that ends with the test; returns its URL. */
export async function scripted(test: TestContext, script: (peer: Peer) => void | Promise<void>): Promise<string> {
  const server = await startScripted(script);
  test.after(() => server.close());
  return server.url;
}
