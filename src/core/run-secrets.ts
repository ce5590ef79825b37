import { createHmac } from 'node:crypto';
import { BASE32 } from './ids.js';
import { randomBase64 } from './random.js';
import type { Variables } from './variables.js';

/**
 * What a run needs to know and must tell nobody: plain data that goes to its workers beside the plan, since a plan is part of
 * reports.
 */
export interface RunSecrets {
  /** What the passwords of the run's accounts are made with, in base 64. */
  readonly passwordKey: string;
  /** The environment variables that the dialect names. */
  readonly variables: Variables;
  /** The accounts that the users have; absent when the run makes its own. */
  readonly accounts?: ExistingAccounts | undefined;
}

/** Existing accounts: the values of each user in the order of the columns, by the user's number. */
export interface ExistingAccounts {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const KEY_BYTES = 32;
/** 130 bits, which nobody guesses. */
const PASSWORD_DIGITS = 26;
/** In front of every password: a capital letter, a small one, a sign and a figure, which many servers ask for. */
const PASSWORD_PREFIX = 'Pw-1';
/** What passwords look like, and what is left of one that was cut. */
const PASSWORD = new RegExp(`${PASSWORD_PREFIX}[${BASE32}]{1,${PASSWORD_DIGITS}}`, 'g');

/** Secrets for one run; its password key comes from the operating system, and neither from its seed nor from its id. */
export function createRunSecrets(variables: Variables = {}, accounts?: ExistingAccounts): RunSecrets {
  return { passwordKey: randomBase64(KEY_BYTES), variables, accounts };
}

/**
 * The password of an account: the same each time, and without the key not to be computed from the name (HMAC-SHA-256, of which
 * each byte gives five bits).
 */
export function passwordOf({ passwordKey }: RunSecrets, userName: string): string {
  const digest = createHmac('sha256', passwordKey).update(userName).digest();
  return PASSWORD_PREFIX + Array.from(digest.subarray(0, PASSWORD_DIGITS), (byte) => BASE32[byte & 31]).join('');
}

/** A text with `mask` in the place of every password that {@link passwordOf} made. */
export function withoutPasswords(text: string, mask: string): string {
  return text.replace(PASSWORD, mask);
}
