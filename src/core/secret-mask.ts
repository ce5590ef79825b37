import type { DialectSpec } from './dialect-spec.js';
import { fixedSecretsOf, isSecretPlace, MASK } from './fixed-secrets.js';
import { type RunSecrets, withoutPasswords } from './run-secrets.js';

/** Takes secrets out of a text that comes from outside: a server's reason, an error; the begin of one, too, where the text was cut. */
export type SecretMask = (text: string) => string;

/** Shorter values are parts of every text, and no secrets. */
const SHORTEST_SECRET = 4;
/** An error's cause may be that of its cause. */
const MOST_CAUSES = 8;

/**
 * The mask of one run: the variables that its dialect names, the secrets that are written out in it, and the passwords of its
 * accounts.
 */
export function maskOf({ dialect }: { readonly dialect: DialectSpec }, secrets: RunSecrets): SecretMask {
  const fixed = fixedSecretsOf(dialect).map(({ value }) => value);
  const maskValues = maskOfValues([...Object.values(secrets.variables), ...fixed, ...accountSecrets(secrets)]);
  return (text) => withoutPasswords(maskValues(text), MASK);
}

/** Values of columns that are secrets by their names. */
function accountSecrets({ accounts }: RunSecrets): string[] {
  if (accounts === undefined) return [];
  const secret = accounts.columns.flatMap((name, column) => (isSecretPlace([name]) ? column : []));
  return accounts.rows.flatMap((row) => secret.flatMap((column) => row[column] ?? []));
}

/**
 * A mask for these values as they are, and as JSON and URLs write them, once and twice; those of fewer than four characters are left.
 * It costs by the length of the text, and not by the number of values, which may be that of all users.
 */
export function maskOfValues(values: readonly string[]): SecretMask {
  const byBegin = new Map<string, string[]>();
  for (const form of new Set(values.filter(({ length }) => length >= SHORTEST_SECRET).flatMap(formsOf))) {
    const begin = form.slice(0, SHORTEST_SECRET);
    const known = byBegin.get(begin);
    if (known === undefined) byBegin.set(begin, [form]);
    else known.push(form);
  }
  if (byBegin.size === 0) return (text) => text;
  return (text) => {
    // A text that was cut, and marked by an ellipsis or not, may end with the begin of a secret.
    const end = text.endsWith('…') ? text.length - 1 : text.length;
    let masked = '';
    let told = 0;
    let secretEnd = 0;
    for (let at = 0; at + SHORTEST_SECRET <= end; at++) {
      const length = secretLengthAt(text, at, end, byBegin.get(text.slice(at, at + SHORTEST_SECRET)) ?? []);
      if (length === 0) continue;
      if (at > secretEnd || secretEnd === 0) masked += text.slice(told, at) + MASK;
      // Secrets may overlap, and one may hold another.
      secretEnd = Math.max(secretEnd, at + length);
      told = secretEnd;
    }
    return masked + text.slice(told);
  };
}

/** How much of the text from a place on is a secret, or the begin of one that the text's end cuts. */
function secretLengthAt(text: string, at: number, end: number, forms: readonly string[]): number {
  let longest = 0;
  for (const form of forms) {
    if (text.startsWith(form, at)) longest = Math.max(longest, form.length);
    else if (end - at < form.length && form.startsWith(text.slice(at, end))) longest = end - at;
  }
  return longest;
}

/** Takes secrets out of what an error says, its hint, its stack and its causes included. @returns the same error */
export function maskError(thrown: unknown, mask: SecretMask): unknown {
  let error = thrown;
  for (let depth = 0; depth < MOST_CAUSES && error instanceof Error; depth++) {
    for (const key of ['message', 'hint', 'stack']) {
      const text: unknown = Reflect.get(error, key);
      if (typeof text !== 'string' || mask(text) === text) continue;
      // Some errors of Node's have a message that cannot be set.
      Object.defineProperty(error, key, { value: mask(text), configurable: true, writable: true });
    }
    error = error.cause;
  }
  return thrown;
}

/** A value as servers write it into their answers. */
function formsOf(value: string): string[] {
  return escaped(value).flatMap(escaped);
}

function escaped(text: string): string[] {
  // Half a surrogate pair, which has no place in a URL, becomes U+FFFD on the way through bytes.
  return [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(Buffer.from(text).toString())];
}
