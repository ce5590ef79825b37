import type { DialectSpec } from './dialect-spec.js';
import { fixedSecretsOf, MASK } from './fixed-secrets.js';
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
  const maskValues = maskOfValues([...Object.values(secrets.variables), ...fixed]);
  return (text) => withoutPasswords(maskValues(text), MASK);
}

/** A mask for these values as they are, and as JSON and URLs write them, once and twice; those of fewer than four characters are left. */
export function maskOfValues(values: readonly string[]): SecretMask {
  const forms = new Set(values.filter(({ length }) => length >= SHORTEST_SECRET).flatMap(formsOf));
  // A value may hold another: the longer one goes first.
  const longestFirst = [...forms].toSorted((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, form) => withoutBegin(masked.replaceAll(form, MASK), form), text);
}

/** A text that was cut, and marked by an ellipsis or not, may end with the begin of a secret. */
function withoutBegin(text: string, secret: string): string {
  const end = text.endsWith('…') ? text.length - 1 : text.length;
  for (let length = Math.min(end, secret.length - 1); length >= SHORTEST_SECRET; length--) {
    const start = end - length;
    if (text.startsWith(secret.slice(0, length), start)) return text.slice(0, start) + MASK + text.slice(end);
  }
  return text;
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
