import { GroupWriter } from '../group-writer.js';
import { MemoryUsers } from '../memory-users.js';
import type { ChatStorage, StoredRoom, StoredRoomMessage, StoredUser, UserStore } from '../storage.js';
import { DataFolder } from './data-folder.js';
import { MessageFiles } from './message-files.js';
import { PoisonedUsers, RacyUsers, USERS_FILE } from './unsafe-users.js';

const ROOMS_FILE = 'rooms.json';
const MESSAGES_FILE = 'messages.json';

/** How files are written: right, or wrong in one of the ways in which they often are. */
export type FileStorageKind = 'files' | 'files-racy' | 'files-whole' | 'files-poisoned';

/** What keeps messages of a kind of storage. */
type MessageKeeping = Required<Pick<ChatStorage, 'messages' | 'keep' | 'close'>>;

/**
 * Storage in a folder: `files` queues what changes a file and lets a temporary file take its place, `files-racy` reads, changes and
 * writes files without a queue, `files-whole` writes all messages for each one, and in `files-poisoned` one name that is taken ends
 * all sign-ups.
 * @throws StartError when the folder cannot be made
 */
export async function openFileStorage(kind: FileStorageKind, path: string): Promise<ChatStorage> {
  const folder = new DataFolder(path);
  await folder.make();
  const rooms = await folder.list<StoredRoom>(ROOMS_FILE);
  const writer = new GroupWriter<() => readonly StoredRoom[]>(async (changes) => {
    await folder.writeList(ROOMS_FILE, changes.at(-1)?.() ?? []);
  });
  const messages = await messagesOf(kind, folder);
  const users = await usersOf(kind, folder);
  return {
    users: users.store,
    tokenKey: await folder.tokenKey(),
    rooms,
    messages: messages.messages,
    keepRooms: async (_changed, all) => {
      if (kind === 'files-racy') await folder.overwriteList(ROOMS_FILE, all());
      else await writer.add(all);
    },
    keep: (message) => messages.keep(message),
    check: () => folder.check(),
    close: async () => {
      await Promise.all([writer.idle(), messages.close(), users.idle()]);
    },
  };
}

async function usersOf(
  kind: FileStorageKind,
  folder: DataFolder,
): Promise<{ readonly store: UserStore; readonly idle: () => Promise<void> }> {
  if (kind === 'files-racy') return { store: new RacyUsers(folder), idle: nothingToWaitFor };
  if (kind === 'files-poisoned') return { store: new PoisonedUsers(folder), idle: nothingToWaitFor };
  const writer = new GroupWriter<undefined>(() => folder.writeList(USERS_FILE, store.all));
  const store = new MemoryUsers(await folder.list<StoredUser>(USERS_FILE), () => writer.add(undefined));
  return { store, idle: () => writer.idle() };
}

async function messagesOf(kind: FileStorageKind, folder: DataFolder): Promise<MessageKeeping> {
  if (kind === 'files-racy') return await racyMessages(folder);
  if (kind === 'files-whole') return await wholeMessages(folder);
  const { files, messages } = await MessageFiles.open(folder);
  return { messages, keep: (message) => files.append(message), close: () => files.close() };
}

/** Reads, changes and writes the file of all messages for each one, and for several at once. */
async function racyMessages(folder: DataFolder): Promise<MessageKeeping> {
  return {
    messages: await folder.list<StoredRoomMessage>(MESSAGES_FILE),
    keep: async (message) => {
      const known = await folder.list<StoredRoomMessage>(MESSAGES_FILE);
      await folder.overwriteList(MESSAGES_FILE, [...known, message]);
    },
    close: nothingToWaitFor,
  };
}

/** Writes the file of all messages for each one, one after the other: nothing is lost, and each takes longer than the one before. */
async function wholeMessages(folder: DataFolder): Promise<MessageKeeping> {
  const messages = await folder.list<StoredRoomMessage>(MESSAGES_FILE);
  const all = [...messages];
  const writer = new GroupWriter<StoredRoomMessage>(async (added) => {
    all.push(...added);
    await folder.writeList(MESSAGES_FILE, all);
  }, 1);
  return { messages, keep: (message) => writer.add(message), close: () => writer.idle() };
}

function nothingToWaitFor(): Promise<void> {
  return Promise.resolve();
}
