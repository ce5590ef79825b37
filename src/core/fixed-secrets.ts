import type { DialectSpec } from './dialect-spec.js';
import { mapDialectTexts } from './dialect-texts.js';
import type { JsonValue } from './json.js';
import { VARIABLE_SOURCE } from './variables.js';

/** What stands in a report in the place of a secret. */
export const MASK = '***';

/** A secret that is written out in a dialect. */
export interface FixedSecret {
  /** Keys that lead to the text that it is in. */
  readonly path: readonly string[];
  readonly value: string;
}

/** Wording in the names of headers, parameters and keys whose values are secrets; `apikey` and `accesskey` end with one. */
const SECRET_WORD =
  /(?:keys?|tokens?|secrets?|passwords?|passwd|passphrase|pass|pwd|credentials?|auth|authorization|cookies?|session|sid|jwt|bearer)$/;
/** Between the words of a name: `x-api-key`, `accessToken`. */
const BETWEEN_WORDS = /[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/;
/** Values that are filled in, which are no part of what is written out, and `$${`, which is. */
const FILLED_IN = new RegExp(String.raw`\{\{[^{}]*\}\}|${VARIABLE_SOURCE}`, 'g');
/** Wording so long and with a digit, beside a value that is filled in, are secrets of their own; `Bearer` and `lang=en` are none. */
const LONG_WORD = /[\w.+/-]{8,}/g;
/** `name=value` as URLs, forms and cookies write it. */
const PAIR = /(?<=^|[?&;\s])([^=?&;\s]+)=([^&;\s#]+)/g;

/**
 * Secrets that are written out in a dialect: values under names that say so (`authorization`, `cookie`, `x-api-key`, `access_token`,
 * `password`, …) in headers, queries, bodies, `auth` and arguments, without a placeholder in them.
 */
export function fixedSecretsOf(dialect: DialectSpec): FixedSecret[] {
  const secrets: FixedSecret[] = [];
  replaceSecrets(dialect, (secret) => {
    secrets.push(secret);
    return secret.value;
  });
  return secrets;
}

/** Does the name in front of the value at this path say that it is a secret? @param path keys and indexes */
export function isSecretPlace(path: readonly string[]): boolean {
  return isSecretName(path.findLast((key) => !/^\d+$/.test(key)) ?? '');
}

/** A copy of a dialect with a {@link MASK} in the place of every secret that is written out in it. */
export function withoutFixedSecrets(dialect: DialectSpec): DialectSpec {
  return replaceSecrets(dialect, () => MASK);
}

function replaceSecrets(dialect: DialectSpec, replace: (secret: FixedSecret) => string): DialectSpec {
  return mapDialectTexts(dialect, (value, { path, isSent }): JsonValue => {
    if (!isSent) return value;
    if (isSecretPlace(path)) {
      if (!isFixed(String(value))) return value;
      const replaced = replace({ path, value: String(value) });
      // A number stays one where nothing is replaced.
      return replaced === String(value) ? value : replaced;
    }
    if (typeof value !== 'string') return value;
    return value.replace(PAIR, (pair, name: string, inner: string) =>
      isSecretName(name) && isFixed(inner) ? `${name}=${replace({ path, value: inner })}` : pair,
    );
  });
}

function isSecretName(name: string): boolean {
  return name.split(BETWEEN_WORDS).some((word) => SECRET_WORD.test(word.toLowerCase()));
}

function isFixed(value: string): boolean {
  const rest = value.replace(FILLED_IN, (match) => (match === '$${' ? match : ' '));
  return rest === value ? value.trim() !== '' : (rest.match(LONG_WORD) ?? []).some((word) => /\d/.test(word));
}
