import type { StoredMessage } from './message-log.js';

/** An account as it is kept: what its password was hashed to, and no more of it. */
export interface StoredUser {
  readonly id: string;
  readonly username: string;
  /** Base64. */
  readonly salt: string;
  /** Base64. */
  readonly hash: string;
}

/** A room as it is kept, without its messages. */
export interface StoredRoom {
  readonly id: string;
  readonly name: string;
  /** In the order in which they came. */
  readonly participants: readonly string[];
  readonly createdBy: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Is knowing its id enough to enter it? */
  readonly isOpen: boolean;
}

/** A message as it is kept, with its room. */
export interface StoredRoomMessage extends StoredMessage {
  readonly roomId: string;
}

/** Where accounts are kept. */
export interface UserStore {
  /**
   * Adds a user, and has kept it when it resolves. @param make makes it of its password, which takes a while
   * @returns what was added; undefined when somebody has the name
   */
  add(username: string, make: () => Promise<StoredUser>): Promise<StoredUser | undefined>;
  find(username: string): Promise<StoredUser | undefined>;
  remove(username: string): Promise<void>;
}

/** Where a practice server keeps what it is told. */
export interface ChatStorage {
  readonly users: UserStore;
  /** What tokens are signed with: as long as it is the same, those from before a restart are worth something. */
  readonly tokenKey: Buffer;
  /** What was kept before. */
  readonly rooms: readonly StoredRoom[];
  readonly messages: readonly StoredRoomMessage[];
  /** Keeps all rooms as they are now, the given ones new or changed; absent = they are kept nowhere. */
  keepRooms?(changed: readonly StoredRoom[], all: () => readonly StoredRoom[]): Promise<void>;
  /** Keeps a message; those that are kept one after the other resolve in this order. Absent = it is kept nowhere. */
  keep?(message: StoredRoomMessage): Promise<void>;
  /** The first `limit` messages of a room later than `sinceMs`, oldest first; absent = they are in memory. */
  history?(roomId: string, sinceMs: number, limit: number): Promise<readonly StoredMessage[]>;
  /** Looks whether it can be used at the moment; absent = always. @throws what is wrong with it */
  check?(): Promise<void>;
  /** Everything that was to be kept is, or never will be. */
  close(): Promise<void>;
}
