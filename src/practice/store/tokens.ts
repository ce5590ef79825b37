import { createSigner, createVerifier, TokenError } from 'fast-jwt';
import { isJsonObject } from '../../core/json.js';

/** Issues and reads the bearer tokens (JWT) of one server; those of another are worth nothing here. */
export interface Tokens {
  issue(username: string): string;
  /** Who holds this token; undefined when it is forged, expired or none at all. */
  usernameOf(token: unknown): string | undefined;
}

const LIFETIME_MS = 24 * 3_600_000;

/** @param key what they are signed with: two servers with the same one take each other's */
export function createTokens(key: Buffer): Tokens {
  const sign = createSigner({ key, expiresIn: LIFETIME_MS });
  const verify = createVerifier({ key, algorithms: ['HS256'] });
  return {
    issue: (username) => sign({ username }),
    usernameOf(token) {
      if (typeof token !== 'string') return undefined;
      try {
        const payload: unknown = verify(token);
        const username = isJsonObject(payload) ? payload['username'] : undefined;
        return typeof username === 'string' ? username : undefined;
      } catch (error) {
        if (error instanceof TokenError) return undefined;
        throw error;
      }
    },
  };
}
