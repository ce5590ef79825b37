import { randomBytes } from 'node:crypto';
import { messageOf, StartError } from '../../../core/errors.js';
import { GroupWriter } from '../group-writer.js';
import type { StoredMessage } from '../message-log.js';
import type { ChatStorage, StoredRoom, StoredRoomMessage, StoredUser, UserStore } from '../storage.js';
import type { Database } from './database.js';

const KEY_BYTES = 32;
/** Messages a statement at most. */
const MOST_MESSAGES = 1000;

const TABLES = [
  'create table if not exists users (username text primary key, id text not null, salt text not null, hash text not null)',
  'create table if not exists rooms (id text primary key, room jsonb not null)',
  'create table if not exists messages (number bigserial primary key, room_id text not null, timestamp_ms double precision not null, sender text not null, content text not null)',
  'create index if not exists messages_of_rooms on messages (room_id, timestamp_ms, number)',
  'create table if not exists settings (name text primary key, value text not null)',
];

/** In the order of the list, which is that of the messages. */
const INSERT_MESSAGES = `insert into messages (room_id, timestamp_ms, sender, content)
  select one->>'roomId', (one->>'timestampMs')::double precision, one->>'sender', one->>'content'
  from json_array_elements($1::json) with ordinality as given (one, place) order by place`;

/**
 * Storage in PostgreSQL: what is acknowledged is committed. Messages that come while others are written go together in the next
 * statement, so that those of a room keep their order.
 * @param isCareless answers before it has written, and swallows what goes wrong then
 * @throws StartError when the database cannot be prepared
 */
export async function openPostgresStorage(database: Database, isCareless = false): Promise<ChatStorage> {
  const { tokenKey, rooms } = await prepare(database);
  const writer = new GroupWriter<StoredRoomMessage>(async (messages) => {
    await database.query(INSERT_MESSAGES, [JSON.stringify(messages.map(storable))]);
  }, MOST_MESSAGES);
  return {
    users: new PostgresUsers(database),
    tokenKey,
    rooms,
    messages: [],
    keepRooms: async (changed) => {
      for (const room of changed) {
        await database.query(
          'insert into rooms (id, room) values ($1, $2) on conflict (id) do update set room = excluded.room',
          [room.id, JSON.stringify(room)],
        );
      }
    },
    keep: (message) => {
      const kept = writer.add(message);
      return isCareless ? swallowed(kept) : kept;
    },
    history: async (roomId, sinceMs, limit) => {
      const rows = await database.query(
        'select sender, content, timestamp_ms from messages where room_id = $1 and timestamp_ms > $2 order by timestamp_ms, number limit $3',
        [roomId, sinceMs, limit],
      );
      return rows.map(messageOfRow);
    },
    check: async () => {
      await database.query('select 1');
    },
    close: async () => {
      await writer.idle();
      await database.close();
    },
  };
}

async function prepare(
  database: Database,
): Promise<{ readonly tokenKey: Buffer; readonly rooms: readonly StoredRoom[] }> {
  try {
    for (const table of TABLES) await database.query(table);
    await database.query("insert into settings (name, value) values ('token key', $1) on conflict do nothing", [
      randomBytes(KEY_BYTES).toString('base64'),
    ]);
    const [setting] = await database.query("select value from settings where name = 'token key'");
    const rooms = await database.query('select room from rooms');
    return {
      tokenKey: Buffer.from(String(setting?.['value']), 'base64'),
      rooms: rooms.map(({ room }) => room as StoredRoom),
    };
  } catch (thrown) {
    await database.close();
    throw new StartError(`the database cannot be used: ${messageOf(thrown)}`, {
      hint: 'Is it running, and may this user make tables in it?',
      cause: thrown,
    });
  }
}

/** A text of PostgreSQL holds no zero. */
function storable(message: StoredRoomMessage): StoredRoomMessage {
  return { ...message, content: message.content.replaceAll('\u0000', '\ufffd') };
}

function messageOfRow(row: Readonly<Record<string, unknown>>): StoredMessage {
  return {
    sender: String(row['sender']),
    content: String(row['content']),
    timestampMs: Number(row['timestamp_ms']),
  };
}

/** Accounts in a table, whose key keeps names apart. */
class PostgresUsers implements UserStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(username: string, make: () => Promise<StoredUser>): Promise<StoredUser | undefined> {
    const user = await make();
    const rows = await this.#database.query(
      'insert into users (username, id, salt, hash) values ($1, $2, $3, $4) on conflict do nothing returning username',
      [username, user.id, user.salt, user.hash],
    );
    return rows.length === 0 ? undefined : user;
  }

  async find(username: string): Promise<StoredUser | undefined> {
    const [row] = await this.#database.query('select id, username, salt, hash from users where username = $1', [
      username,
    ]);
    return row === undefined
      ? undefined
      : {
          id: String(row['id']),
          username: String(row['username']),
          salt: String(row['salt']),
          hash: String(row['hash']),
        };
  }

  async remove(username: string): Promise<void> {
    await this.#database.query('delete from users where username = $1', [username]);
  }
}

/** Says at once that all is well, whatever becomes of it. */
function swallowed(kept: Promise<void>): Promise<void> {
  kept.catch(() => undefined);
  return Promise.resolve();
}
