import { shorten } from './text.js';

/** Any value that JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Levels that JSON from outside may have: walking, copying and writing it call themselves once a level. */
export const MAX_JSON_LEVELS = 200;

/** The problem of a text that is no JSON at all. */
export const NO_JSON = 'no JSON';

/** What reading JSON came to: its value, or why it has none, as the end of "it is …". */
export type JsonReading =
  | { readonly value: unknown; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

/**
 * Reads JSON that comes from outside, after its size and its depth have been looked at: neither reading it nor walking what was
 * read takes more stack or memory than these bounds allow.
 * @param mostValues values that it may hold, keys not counted
 */
export function readJson(text: string, mostValues = Number.POSITIVE_INFINITY): JsonReading {
  const problem = excessOf(text, mostValues);
  if (problem !== undefined) return { problem };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: NO_JSON };
  }
}

/** The parsed value, or undefined when the text is no JSON or is nested too deep: what a server or a file holds is not ours to trust. */
export function parseJson(text: string): unknown {
  return readJson(text).value;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/** What of a JSON text exceeds its bounds. Of a text that is none this says nothing: up to its first error it is read alike. */
function excessOf(text: string, mostValues: number): string | undefined {
  // As most packets: each level and each value takes a character.
  if (text.length <= Math.min(MAX_JSON_LEVELS, mostValues)) return undefined;
  let levels = 0;
  // Upwards: an empty list counts for two, so that each value but the first has a bracket or a comma of its own.
  let values = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) values++;
    else if (code === OPENING_BRACKET || code === OPENING_BRACE) {
      levels++;
      values++;
    } else if (code === CLOSING_BRACKET || code === CLOSING_BRACE) levels--;
    if (levels > MAX_JSON_LEVELS) return `nested more than ${MAX_JSON_LEVELS} levels deep`;
    if (values > mostValues) return `JSON of more than ${mostValues} values`;
  }
  return undefined;
}

/** Where the string ends that begins at `start`: its closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}

/**
 * The beginning of a value's JSON, for a sentence about it: no more of the value is walked than that takes.
 * @returns at most `mostCharacters` of it, with an ellipsis when there is more
 */
export function briefJson(value: unknown, mostCharacters: number): string {
  let text = '';
  const write = (part: unknown): void => {
    if (typeof part === 'string') text += JSON.stringify(part.slice(0, mostCharacters));
    else if (typeof part !== 'object' || part === null) text += String(part);
    else {
      const isList = Array.isArray(part);
      let separator = isList ? '[' : '{';
      // Not by its entries: those of a large value would all be made for the few that are wanted.
      for (const key in part) {
        if (text.length > mostCharacters) return;
        text += separator;
        separator = ',';
        if (!isList) text += `${JSON.stringify(key.slice(0, mostCharacters))}:`;
        write((part as Readonly<Record<string, unknown>>)[key]);
      }
      text += `${separator === ',' ? '' : separator}${isList ? ']' : '}'}`;
    }
  };
  write(value);
  return shorten(text, mostCharacters);
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

/** A name or id as a text, which servers give as a number in one place and as its text in another; undefined for anything else. */
export function idText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Do two values name the same, one as a number perhaps and the other as its text? */
export function isSameId(one: unknown, other: unknown): boolean {
  return one === other || (idText(one) !== undefined && idText(one) === idText(other));
}
