/** The part of Socket.IO 2, which has no types of its own, that is used here. */
declare module 'socket.io-2' {
  import type { Server as HttpServer } from 'node:http';

  interface Socket {
    readonly id: string;
    readonly handshake: { readonly query: Readonly<Record<string, string>> };
    readonly conn: { close(): void; on(event: 'packet', listener: (packet: { readonly type: string }) => void): void };
    on(event: string, listener: (...args: never[]) => void): this;
    emit(event: string, ...args: unknown[]): this;
    join(room: string): this;
    disconnect(close?: boolean): this;
  }

  interface Namespace {
    on(event: 'connection', listener: (socket: Socket) => void): this;
    use(middleware: (socket: Socket, next: (error?: Error) => void) => void): this;
    to(room: string): this;
    emit(event: string, ...args: unknown[]): this;
  }

  interface Server extends Namespace {
    of(name: string): Namespace;
    close(): void;
    readonly engine: { readonly clientsCount: number };
  }

  export default function io(http: HttpServer, options?: object): Server;
  export type { Namespace, Server, Socket };
}
