import { randomBytes, randomUUID, scrypt, timingSafeEqual } from 'node:crypto';
import type { AccountFaults } from '../faults/accounts.js';

/** What became of a signup. */
export type SignupOutcome =
  | { readonly kind: 'created'; readonly id: string }
  | { readonly kind: 'exists' }
  | { readonly kind: 'refused' };

interface Account {
  readonly id: string;
  readonly salt: Buffer;
  /** Undefined while the password is being hashed: the name is taken, but nobody can log in yet. */
  hash: Buffer | undefined;
  /** Gone after the first login. */
  isForgetful: boolean;
}

const KEY_BYTES = 32;

/** The users of one server, in memory. */
export class Accounts {
  readonly #accounts = new Map<string, Account>();
  readonly #hashCost: number;
  readonly #faults: AccountFaults;

  /** @param hashCost scrypt's N */
  constructor(hashCost: number, faults: AccountFaults) {
    this.#hashCost = hashCost;
    this.#faults = faults;
  }

  async signUp(username: string, password: string): Promise<SignupOutcome> {
    if (this.#faults.refusesSignup(username)) return { kind: 'refused' };
    if (this.#accounts.has(username)) return { kind: 'exists' };
    const account: Account = { id: randomUUID(), salt: randomBytes(16), hash: undefined, isForgetful: false };
    this.#accounts.set(username, account);
    try {
      account.hash = await this.#hash(password, account.salt);
    } catch (error) {
      this.#accounts.delete(username);
      throw error;
    }
    account.isForgetful = this.#faults.marksForForgetting();
    return { kind: 'created', id: account.id };
  }

  /** Is this the user's password? */
  async logIn(username: string, password: string): Promise<boolean> {
    const account = this.#accounts.get(username);
    if (account?.hash === undefined) return false;
    const given = await this.#hash(password, account.salt);
    if (!timingSafeEqual(account.hash, given)) return false;
    if (account.isForgetful && this.#accounts.delete(username)) this.#faults.forgotten(username);
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
