import { isoOf, nowUs } from '../../core/clock.js';
import { isJsonObject } from '../../core/json.js';
import type { OfferedMessage, PracticeExtension } from '../extension.js';
import type { MessageFaults } from '../faults/messages.js';
import type { Outages } from '../faults/outages.js';
import { refuseMessage } from '../faults/sockets.js';
import type { StoreStep } from '../faults/timing.js';
import type { Room, RoomStore } from '../store/rooms.js';
import type { ChatStorage, StoredRoomMessage } from '../store/storage.js';
import type { Tokens } from '../store/tokens.js';
import type { TruthCounters } from '../truth.js';
import type { Delivery } from './delivery.js';
import type { ChatServer, ChatSocket } from './events.js';

/** What the chat works with. */
export interface ChatParts {
  readonly rooms: RoomStore;
  readonly tokens: Tokens;
  readonly counters: TruthCounters;
  readonly messageFaults: MessageFaults;
  readonly delivery: Delivery;
  readonly storing: StoreStep;
  readonly storage: Pick<ChatStorage, 'keep' | 'history'>;
  readonly outages: Outages;
  readonly extension: Required<PracticeExtension>;
}

/** The server looks a user's rooms up after it has accepted the connection, as one with a database does. */
const AUTO_JOIN_AFTER_MS = 5;

/** Authenticates every connection to the default namespace and answers its events. */
export function attachChat(io: ChatServer, parts: ChatParts): void {
  const { counters, rooms } = parts;
  io.use((socket, next) => {
    const token = tokenOf(socket);
    const username = token === undefined ? nameOf(socket) : parts.tokens.usernameOf(token);
    if (username === undefined) {
      counters.connectionsRefused++;
      next(new Error('Authentication error'));
      return;
    }
    socket.data.username = username;
    socket.data.opensRooms = token === undefined;
    next();
  });
  io.on('connection', (socket) => {
    counters.connectionsAccepted++;
    setTimeout(() => {
      if (socket.connected) void socket.join(rooms.ofUser(socket.data.username).map((room) => room.id));
    }, AUTO_JOIN_AFTER_MS);
    socket.on('join_room', (data) => joinRoom(socket, data, parts));
    socket.on('leave_room', (data) => leaveRoom(socket, data, rooms));
    socket.on('send_message', (data) => sendMessage(socket, data, parts));
    parts.extension.onConnection(socket);
  });
}

/** The token, in the query or in the CONNECT packet. */
function tokenOf(socket: ChatSocket): unknown {
  const auth: unknown = socket.handshake.auth;
  return socket.handshake.query['token'] ?? (isJsonObject(auth) ? auth['token'] : undefined);
}

/** The user name of the older dialect, which has no token. */
function nameOf(socket: ChatSocket): string | undefined {
  const username = socket.handshake.query['username'];
  return typeof username === 'string' && username !== '' ? username : undefined;
}

function joinRoom(socket: ChatSocket, data: unknown, { rooms, delivery }: ChatParts): void {
  const roomId = roomIdIn(data);
  if (roomId === undefined) {
    socket.emit('error', { message: 'Failed to join room' });
    return;
  }
  // Users of the older dialect have no token to create rooms with over HTTP, so a room begins when one of them joins it.
  if (socket.data.opensRooms) rooms.enter(roomId, socket.data.username);
  if (!rooms.isParticipant(roomId, socket.data.username)) {
    refuseStranger(socket);
    return;
  }
  void socket.join(roomId);
  socket.emit('joined_room', { roomId });
  delivery.replays.onJoined(socket, roomId);
}

/** Ends the membership of this socket only, without an answer; bad data changes nothing. */
function leaveRoom(socket: ChatSocket, data: unknown, rooms: RoomStore): void {
  const roomId = roomIdIn(data);
  // Every socket is also in a room of its own id, which is not for clients to leave.
  if (roomId !== undefined && rooms.get(roomId) !== undefined) void socket.leave(roomId);
}

function sendMessage(socket: ChatSocket, data: unknown, parts: ChatParts): void {
  const { counters, extension, rooms } = parts;
  const roomId = roomIdIn(data);
  const given = isJsonObject(data) ? data['content'] : undefined;
  if (roomId === undefined || typeof given !== 'string' || given === '') {
    counters.messagesRefused++;
    extension.onRefusal();
    socket.emit('error', { message: 'roomId and content are required' });
    return;
  }
  const sender = socket.data.username;
  const room = rooms.get(roomId);
  if (room === undefined || !room.participants.has(sender)) {
    counters.messagesRefused++;
    extension.onRefusal();
    refuseStranger(socket);
    return;
  }
  const message = { roomId, sender, content: given, receivedUs: nowUs() };
  extension.step(
    message,
    () => takeMessage(socket, message, room, parts),
    (why) => {
      counters.messagesRefused++;
      extension.onRefusal();
      socket.emit('error', { message: why });
    },
  );
}

/** Everything that becomes of a message that the server has taken. */
function takeMessage(socket: ChatSocket, message: OfferedMessage, room: Room, parts: ChatParts): void {
  const { counters, extension, messageFaults, rooms } = parts;
  const { roomId, sender } = message;
  counters.messagesReceived++;
  parts.outages.messageReceived();
  if (messageFaults.closes(roomId)) {
    counters.connectionsCut++;
    refuseMessage(socket.conn);
    return;
  }
  if (messageFaults.answersError(roomId)) {
    socket.emit('error', { message: 'Failed to send message' });
    return;
  }
  if (messageFaults.loses(roomId)) return;
  const content = messageFaults.textOf(roomId, message.content);
  const stored = { roomId, sender, content, timestampMs: rooms.nextTimestampMs() };
  const tell = (): void => {
    const timestamp = isoOf(stored.timestampMs);
    const payload = { type: 'message', roomId, sender, content, timestamp } as const;
    parts.delivery.accept({ payload, senderSocketId: socket.id });
    extension.onMessage(message);
  };
  if (messageFaults.forgets(roomId)) tell();
  else store(socket, stored, room, parts, tell);
}

/** Stores a message, and then tells it: at once in memory, otherwise when it is kept. One that cannot be kept is refused. */
function store(
  socket: ChatSocket,
  { roomId, ...message }: StoredRoomMessage,
  room: Room,
  { storing, storage, extension }: ChatParts,
  tell: () => void,
): void {
  const take = (): void => {
    storing.accept({ roomId, log: storage.history === undefined ? room.messages : undefined, message });
    tell();
  };
  const kept = storage.keep?.({ roomId, ...message });
  if (kept === undefined) {
    take();
    return;
  }
  kept.then(take, () => {
    extension.onRefusal();
    socket.emit('error', { message: 'Failed to send message' });
  });
}

function refuseStranger(socket: ChatSocket): void {
  socket.emit('error', { message: 'You are not a member of this chat room' });
}

function roomIdIn(data: unknown): string | undefined {
  const roomId = isJsonObject(data) ? data['roomId'] : undefined;
  return typeof roomId === 'string' && roomId !== '' ? roomId : undefined;
}
