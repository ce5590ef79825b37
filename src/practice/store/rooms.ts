import { randomUUID } from 'node:crypto';
import { wallClockIso, wallClockMs } from '../../core/clock.js';
import type { ChatStorage, StoredRoom } from './storage.js';
import { MessageLog, SenderNumbers } from './message-log.js';

/** A chat room. */
export interface Room {
  readonly id: string;
  readonly name: string;
  /** User names in the order in which they came, the creator first. */
  readonly participants: ReadonlySet<string>;
  readonly createdBy: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly messages: MessageLog;
}

/** The rooms of one server, in memory; what changes is kept by its storage, too. */
export class RoomStore {
  readonly #rooms = new Map<string, Room & { readonly participants: Set<string> }>();
  readonly #roomsOfUser = new Map<string, Set<Room>>();
  /** Rooms that began when a user joined them. Knowing their ids is enough to enter them. */
  readonly #openRooms = new Set<string>();
  readonly #senders = new SenderNumbers();
  #lastTimestampMs = 0;
  readonly #storage: Pick<ChatStorage, 'keepRooms'>;
  /** When the latest change is kept. */
  #kept: Promise<void> = Promise.resolve();

  /** With what a storage has kept. */
  constructor(storage: Pick<ChatStorage, 'keepRooms' | 'rooms' | 'messages'>) {
    this.#storage = {};
    for (const { id, isOpen, participants, ...room } of storage.rooms) {
      if (isOpen) this.#openRooms.add(id);
      this.#rooms.set(id, { ...room, id, participants: new Set(), messages: new MessageLog(this.#senders) });
      this.invite(id, participants);
    }
    for (const { roomId, ...message } of storage.messages) {
      this.#rooms.get(roomId)?.messages.append(message);
      this.#lastTimestampMs = Math.max(this.#lastTimestampMs, message.timestampMs);
    }
    this.#storage = storage;
  }

  /** Resolves when all changes so far are kept. @throws Error when they could not be */
  saved(): Promise<void> {
    return this.#kept;
  }

  create(name: string, creator: string, participants: readonly string[]): Room {
    return this.#create(randomUUID(), name, creator, participants);
  }

  /** Makes a user a participant of an open room, which begins, named by its id, with the first one. */
  enter(roomId: string, username: string): void {
    if (this.#openRooms.has(roomId)) this.invite(roomId, [username]);
    else if (!this.#rooms.has(roomId)) {
      this.#openRooms.add(roomId);
      this.#create(roomId, roomId, username, []);
    }
  }

  #create(id: string, name: string, creator: string, participants: readonly string[]): Room {
    const room = {
      id,
      name,
      participants: new Set<string>(),
      createdBy: creator,
      createdAt: wallClockIso(),
      messages: new MessageLog(this.#senders),
    };
    this.#rooms.set(room.id, room);
    this.invite(room.id, [creator, ...participants]);
    return room;
  }

  get(roomId: string): Room | undefined {
    return this.#rooms.get(roomId);
  }

  ofUser(username: string): Room[] {
    return [...(this.#roomsOfUser.get(username) ?? [])];
  }

  isParticipant(roomId: string, username: string): boolean {
    return this.#rooms.get(roomId)?.participants.has(username) === true;
  }

  /** Adds participants to a room. Those that it has already keep their places. */
  invite(roomId: string, usernames: readonly string[]): void {
    const room = this.#rooms.get(roomId);
    if (room === undefined) return;
    for (const username of usernames) {
      room.participants.add(username);
      const rooms = this.#roomsOfUser.get(username) ?? new Set();
      this.#roomsOfUser.set(username, rooms.add(room));
    }
    this.#keep(room);
  }

  leave(roomId: string, username: string): void {
    const room = this.#rooms.get(roomId);
    if (room === undefined) return;
    room.participants.delete(username);
    this.#roomsOfUser.get(username)?.delete(room);
    this.#keep(room);
  }

  #keep(room: Room): void {
    const { keepRooms } = this.#storage;
    if (keepRooms === undefined) return;
    this.#kept = keepRooms([this.#stored(room)], () => [...this.#rooms.values()].map((one) => this.#stored(one)));
    // Who waits for it hears of it; a room that nobody waits for, as one that begins with its first user, is kept later or never.
    this.#kept.catch(() => undefined);
  }

  #stored({ id, name, participants, createdBy, createdAt }: Room): StoredRoom {
    return { id, name, participants: [...participants], createdBy, createdAt, isOpen: this.#openRooms.has(id) };
  }

  /** The wall clock in milliseconds, held back from running backwards so that every history stays in order. */
  nextTimestampMs(): number {
    this.#lastTimestampMs = Math.max(this.#lastTimestampMs, wallClockMs());
    return this.#lastTimestampMs;
  }
}
