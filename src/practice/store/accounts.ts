import { randomBytes, randomUUID, scrypt, timingSafeEqual } from 'node:crypto';
import type { AccountFaults } from '../faults/accounts.js';
import type { UserStore } from './storage.js';

/** What became of a signup. */
export type SignupOutcome =
  | { readonly kind: 'created'; readonly id: string }
  | { readonly kind: 'exists' }
  | { readonly kind: 'refused' };

const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** The users of one server: passwords, and the faults of registration. */
export class Accounts {
  readonly #users: UserStore;
  readonly #hashCost: number;
  readonly #faults: AccountFaults;
  /** Those who are gone after their first login. */
  readonly #forgetful = new Set<string>();

  /** @param hashCost scrypt's N */
  constructor(users: UserStore, hashCost: number, faults: AccountFaults) {
    this.#users = users;
    this.#hashCost = hashCost;
    this.#faults = faults;
  }

  async signUp(username: string, password: string): Promise<SignupOutcome> {
    if (this.#faults.refusesSignup(username)) return { kind: 'refused' };
    const added = await this.#users.add(username, async () => {
      const salt = randomBytes(SALT_BYTES);
      const hash = await this.#hash(password, salt);
      return { id: randomUUID(), username, salt: salt.toString('base64'), hash: hash.toString('base64') };
    });
    if (added === undefined) return { kind: 'exists' };
    if (this.#faults.marksForForgetting()) this.#forgetful.add(username);
    return { kind: 'created', id: added.id };
  }

  /** Is this the user's password? */
  async logIn(username: string, password: string): Promise<boolean> {
    const user = await this.#users.find(username);
    if (user === undefined) return false;
    const given = await this.#hash(password, Buffer.from(user.salt, 'base64'));
    if (!timingSafeEqual(Buffer.from(user.hash, 'base64'), given)) return false;
    if (this.#forgetful.delete(username)) {
      await this.#users.remove(username);
      this.#faults.forgotten(username);
    }
    return true;
  }

  #hash(password: string, salt: Buffer): Promise<Buffer> {
    // scrypt with its default block size of 8 takes 128 * 8 * N bytes, and a little more.
    const options = { N: this.#hashCost, maxmem: 2048 * this.#hashCost + 1_048_576 };
    return new Promise((resolve, reject) => {
      scrypt(password, salt, KEY_BYTES, options, (error, key) => {
        if (error === null) resolve(key);
        else reject(error);
      });
    });
  }
}
