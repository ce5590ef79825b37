import type { AckMatch } from '../core/dialect-spec.js';
import { briefJson, idText, isJsonObject, valueAtPath } from '../core/json.js';
import { shorten } from '../core/text.js';
import { MOST_REASON_CHARACTERS } from '../wire/bounds.js';

/** Keys at which servers say why they refuse, the first that holds a text. */
const REASON_KEYS = ['error', 'message', 'reason', 'msg', 'err', 'errors'] as const;

/**
 * Why an acknowledgement refuses what was asked; undefined when it is a yes.
 * @param match what it must hold, or true: anything but a plain refusal
 * @param args what it says
 */
export function refusalIn(match: true | AckMatch, args: readonly unknown[]): string | undefined {
  const isYes = match === true ? !isPlainRefusal(args[0]) : isMatch(valueAtPath(args, match.path), match);
  return isYes ? undefined : reasonIn(args);
}

/** Does what an acknowledgement says first say no, in one of the ways that are usual? */
function isPlainRefusal(first: unknown): boolean {
  if (!isJsonObject(first)) return false;
  const { error, err, errors, ok, success, status, statusCode, code, name, message } = first;
  // An error as it is, the first argument of a callback as Node has them: moleculer-io, Feathers.
  const isError = typeof message === 'string' && typeof name === 'string' && /(?:Error|Exception)$/.test(name);
  return (
    [error, err].some(isSomething) ||
    (Array.isArray(errors) ? errors.length > 0 : isSomething(errors)) ||
    ok === false ||
    success === false ||
    // JSend says `fail` of what the client did wrong.
    (typeof status === 'string' && /^(?:error|fail|failed|failure)$/i.test(status)) ||
    [status, statusCode].some((number) => typeof number === 'number' && number >= 400) ||
    isError ||
    (typeof message === 'string' && typeof code === 'number' && code >= 400 && code < 600)
  );
}

function isSomething(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== '';
}

const LONGEST_WORD = 30;

/**
 * The form of an acknowledgement: the keys of an object, and what stands there where it is a word, or yes or no; the words of a short text. Those that say the
 * same have the same form, and numbers and ids make none.
 */
export function formOfAck(args: readonly unknown[]): string {
  const [first] = args;
  if (!isJsonObject(first)) return first === undefined ? 'nothing' : (wordOf(first) ?? typeof first);
  return Object.entries(first)
    .map(([key, value]) => `${key}=${wordOf(value) ?? ''}`)
    .join(' ');
}

function wordOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.length <= LONGEST_WORD && !/\d/.test(value) ? value : undefined;
  return typeof value === 'boolean' || value === null ? String(value) : undefined;
}

function isMatch(found: unknown, match: AckMatch): boolean {
  const { equals } = match;
  if (equals === undefined) return found !== undefined && found !== null && found !== false;
  if (found === equals) return true;
  const text = idText(equals);
  if (text !== undefined) return idText(found) === text;
  return typeof equals === 'object' && JSON.stringify(found) === JSON.stringify(equals);
}

/** The words of a refusal: a text at one of the usual places of the first argument that has one, or all that it says. */
function reasonIn(args: readonly unknown[]): string {
  for (const argument of args) {
    const reason = textIn(argument);
    if (reason !== undefined) return shorten(reason, MOST_REASON_CHARACTERS);
  }
  return args.length === 0 ? 'an acknowledgement that says nothing' : briefJson(args, MOST_REASON_CHARACTERS);
}

function textIn(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument === '' ? undefined : argument;
  if (!isJsonObject(argument)) return undefined;
  for (const key of REASON_KEYS) {
    const value = argument[key];
    if (typeof value === 'string' && value !== '') return value;
    // As `{ error: { code: …, message: … } }`.
    if (isJsonObject(value)) return textIn(value) ?? briefJson(value, MOST_REASON_CHARACTERS);
  }
  return undefined;
}
