import type { StoredUser, UserStore } from '../storage.js';
import type { DataFolder } from './data-folder.js';

export const USERS_FILE = 'users.json';

/**
 * Accounts in one file that every sign-up reads, changes and writes, without a queue: of sign-ups that overlap, the last one to write
 * wins, and who reads while another writes finds half a file.
 */
export class RacyUsers implements UserStore {
  readonly #folder: DataFolder;

  constructor(folder: DataFolder) {
    this.#folder = folder;
  }

  async add(username: string, make: () => Promise<StoredUser>): Promise<StoredUser | undefined> {
    const users = await this.#folder.list<StoredUser>(USERS_FILE);
    if (users.some((user) => user.username === username)) return undefined;
    const user = await make();
    await this.#folder.overwriteList(USERS_FILE, [...users, user]);
    return user;
  }

  async find(username: string): Promise<StoredUser | undefined> {
    return (await this.#folder.list<StoredUser>(USERS_FILE)).find((user) => user.username === username);
  }

  async remove(username: string): Promise<void> {
    const users = await this.#folder.list<StoredUser>(USERS_FILE);
    await this.#folder.overwriteList(
      USERS_FILE,
      users.filter((user) => user.username !== username),
    );
  }
}

/**
 * Accounts in one file behind a queue without an end to its troubles: a name that is taken rejects, and as nothing catches that, all
 * that stands behind it in the queue is rejected, too, for good.
 */
export class PoisonedUsers implements UserStore {
  readonly #folder: DataFolder;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(folder: DataFolder) {
    this.#folder = folder;
  }

  async add(username: string, make: () => Promise<StoredUser>): Promise<StoredUser | undefined> {
    const taken = new Error(`${username} is taken`);
    const added = this.#queue.then(async () => {
      const users = await this.#folder.list<StoredUser>(USERS_FILE);
      if (users.some((user) => user.username === username)) throw taken;
      const user = await make();
      await this.#folder.writeList(USERS_FILE, [...users, user]);
      return user;
    });
    this.#queue = added;
    try {
      return await added;
    } catch (thrown) {
      if (thrown === taken) return undefined;
      throw thrown;
    }
  }

  async find(username: string): Promise<StoredUser | undefined> {
    return (await this.#folder.list<StoredUser>(USERS_FILE)).find((user) => user.username === username);
  }

  async remove(username: string): Promise<void> {
    const users = await this.#folder.list<StoredUser>(USERS_FILE);
    await this.#folder.writeList(
      USERS_FILE,
      users.filter((user) => user.username !== username),
    );
  }
}
