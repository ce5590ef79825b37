import { randomBytes } from 'node:crypto';

/** The 32 characters that run ids and message marks are written in: digits and lower-case letters without i, l, o, u. */
export const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

/** Length of a run id in characters: 30 bits, enough that two runs against one server never meet. */
export const RUN_ID_LENGTH = 6;

/** A new run id; it appears in user names, room names and message marks, so it is short and plain ASCII. */
export function createRunId(): string {
  return Array.from(randomBytes(RUN_ID_LENGTH), (byte) => BASE32[byte & 31]).join('');
}

/** Length of a token in characters: 130 bits, which nobody guesses. */
const TOKEN_LENGTH = 26;

/** A new secret for an address. Knowing it is the right to open the address. */
export function createToken(): string {
  return Array.from(randomBytes(TOKEN_LENGTH), (byte) => BASE32[byte & 31]).join('');
}
