import { randomBytes } from 'node:crypto';
import { type FileStorageKind, openFileStorage } from './files/file-storage.js';
import { MemoryUsers } from './memory-users.js';
import type { ChatStorage } from './storage.js';

/** Where a server keeps users, rooms and messages, and how well. */
export const STORAGE_KINDS = [
  'memory',
  'files',
  'files-racy',
  'files-whole',
  'files-poisoned',
  'postgres',
  'postgres-careless',
] as const;
export type StorageKind = (typeof STORAGE_KINDS)[number];

/** What a storage is opened with. */
export interface StorageOrder {
  readonly storage: StorageKind;
  /** Folder of its files; null where none is named. */
  readonly data: string | null;
  /** URL of a PostgreSQL server; null for one in this process. */
  readonly database: string | null;
}

const KEY_BYTES = 32;

/** Is it a kind of PostgreSQL? */
export function isPostgres(kind: StorageKind): boolean {
  return kind.startsWith('postgres');
}

/** Does a kind of storage keep its files in a folder that must be named? */
export function needsFolder(kind: StorageKind): kind is FileStorageKind {
  return kind.startsWith('files');
}

/** Opens it. @throws StartError when its folder or its database cannot be used, or a package is missing */
export async function openStorage({ storage, data, database }: StorageOrder): Promise<ChatStorage> {
  if (needsFolder(storage)) return await openFileStorage(storage, data ?? '.');
  if (storage === 'memory') return memoryStorage();
  const [{ connectDatabase, embedDatabase }, { openPostgresStorage }] = await Promise.all([
    import('./postgres/database.js'),
    import('./postgres/postgres-storage.js'),
  ]);
  return await openPostgresStorage(
    database === null ? await embedDatabase(data ?? undefined) : await connectDatabase(database),
    storage === 'postgres-careless',
  );
}

function memoryStorage(): ChatStorage {
  return {
    users: new MemoryUsers(),
    tokenKey: randomBytes(KEY_BYTES),
    rooms: [],
    messages: [],
    close: () => Promise.resolve(),
  };
}
