import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { MessageContent } from './message.js';

/** What clients emit. Nothing of it can be trusted to have a shape. */
interface ClientEvents {
  join_room(data: unknown): void;
  leave_room(data: unknown): void;
  send_message(data: unknown): void;
}

/** What the server emits. */
interface ServerEvents {
  joined_room(data: { readonly roomId: string }): void;
  message(content: MessageContent, confirm?: () => void): void;
  error(data: { readonly message: string }): void;
}

/** What the server knows of a socket. */
interface SocketData {
  username: string;
  /** Does joining a room bring it into being? So it is for the older dialect, which has no token to create rooms with. */
  opensRooms: boolean;
}

export type ChatServer = Server<ClientEvents, ServerEvents, DefaultEventsMap, SocketData>;
export type ChatSocket = Socket<ClientEvents, ServerEvents, DefaultEventsMap, SocketData>;
