/** Any value that JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** The parsed value, or undefined when the text is no JSON: what a server sends is not ours to trust. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** By `##[error]`, `##vso[…]` and `##teamcity[…]` build servers find commands in what is printed. */
const COMMAND_SIGN = /##(?=(?:vso|teamcity)?\[)/g;

/** Characters that JSON leaves as they are, and that a terminal obeys or reorders a line by. */
const HARMFUL = /[\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A value as JSON that may be printed, on a terminal and on a build server: no text in it does anything, or is taken for a command.
 * @param indent spaces a level; without them it is one line
 */
export function printableJson(value: unknown, indent?: number): string {
  // JSON takes any character of a string as its number, so that the value stays the same.
  return JSON.stringify(value, null, indent)
    .replace(COMMAND_SIGN, '#\\u0023')
    .replace(HARMFUL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** True for a JSON object (not an array, not null). */
export function isJsonObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value at a dotted path (`data.rooms.0.id`), or undefined when any step is missing.
 * @param path keys and array indexes joined by dots; the empty path is the value itself
 */
export function valueAtPath(value: unknown, path: string): unknown {
  if (path === '') return value;
  let current: unknown = value;
  for (const key of path.split('.')) {
    if (Array.isArray(current)) current = /^\d+$/.test(key) ? (current[Number(key)] as unknown) : undefined;
    else if (isJsonObject(current) && Object.hasOwn(current, key)) current = current[key];
    else return undefined;
  }
  return current;
}
