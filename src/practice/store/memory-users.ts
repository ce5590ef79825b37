import type { StoredUser, UserStore } from './storage.js';

/** Accounts in memory. A name is taken as soon as somebody asks for it, also while the password is being hashed. */
export class MemoryUsers implements UserStore {
  readonly #users: Map<string, StoredUser>;
  readonly #underWay = new Set<string>();
  readonly #keep: (() => Promise<void>) | undefined;

  /**
   * @param users those that are known
   * @param keep keeps all of them somewhere else, too, before it resolves
   */
  constructor(users: readonly StoredUser[] = [], keep?: () => Promise<void>) {
    this.#users = new Map(users.map((user) => [user.username, user]));
    this.#keep = keep;
  }

  /** All of them. */
  get all(): StoredUser[] {
    return [...this.#users.values()];
  }

  async add(username: string, make: () => Promise<StoredUser>): Promise<StoredUser | undefined> {
    if (this.#users.has(username) || this.#underWay.has(username)) return undefined;
    this.#underWay.add(username);
    try {
      const user = await make();
      this.#users.set(username, user);
      try {
        await this.#keep?.();
      } catch (thrown) {
        this.#users.delete(username);
        throw thrown;
      }
      return user;
    } finally {
      this.#underWay.delete(username);
    }
  }

  find(username: string): Promise<StoredUser | undefined> {
    return Promise.resolve(this.#users.get(username));
  }

  async remove(username: string): Promise<void> {
    if (this.#users.delete(username)) await this.#keep?.();
  }
}
