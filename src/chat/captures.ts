import type { HttpStep } from '../core/dialect-spec.js';
import { briefJson, type JsonValue, valueAtPath } from '../core/json.js';
import { inEnglish, type Message, message } from '../core/language/words.js';
import { OperationError } from '../core/operation-error.js';
import { MOST_CAPTURE_CHARACTERS } from '../wire/bounds.js';
import { cookieNamesIn, cookieValueIn } from '../wire/cookies.js';
import type { HttpAnswer } from '../wire/http-client.js';

/** What the answer to a step gave: values by their names. */
export type Captures = Readonly<Record<string, JsonValue>>;

/** An answer, or one entry of an answer for many, which has no headers of its own. */
type CaptureSource = Pick<HttpAnswer, 'json'> & Partial<Pick<HttpAnswer, 'headers' | 'setCookies'>>;

/** Captures that are not looked for in the body: `header.x-auth-token`, `cookie.session`. */
const BESIDE_BODY = /^(header|cookie)\.(.+)$/;

/** Of an answer's headers or cookies that are told where another one was looked for. */
const MOST_NAMES = 20;

/**
 * What a step captures from an answer. A value of the body goes before a header or cookie that is written the same.
 * @param where names the request in errors
 * @throws OperationError when the answer lacks one, or it is too long
 */
export function capturesOf({ capture }: Pick<HttpStep, 'capture'>, source: CaptureSource, where: string): Captures {
  const captures: Record<string, JsonValue> = {};
  for (const [name, path] of Object.entries(capture)) {
    const captured = valueOf(source, path);
    if (captured === undefined) throw unexpected(where, inEnglish(missing(source, path)));
    if (briefJson(captured, MOST_CAPTURE_CHARACTERS).length > MOST_CAPTURE_CHARACTERS) {
      throw unexpected(where, inEnglish(message('answer.too-long', { path, most: MOST_CAPTURE_CHARACTERS })));
    }
    captures[name] = captured as JsonValue;
  }
  return captures;
}

/** An answer that lacks what the dialect reads from it. @param found what there is instead, as the end of a sentence */
export function unexpected(where: string, found: string): OperationError {
  return new OperationError('protocol.unexpected-answer', `${where}: ${found}`);
}

function valueOf({ json, headers = {}, setCookies = [] }: CaptureSource, path: string): unknown {
  const inBody = json.problem === undefined ? valueAtPath(json.value, path) : undefined;
  const [, place, name = ''] = BESIDE_BODY.exec(path) ?? [];
  if (inBody !== undefined || place === undefined) return inBody;
  return place === 'cookie' ? cookieValueIn(setCookies, name) : headerIn(headers, name);
}

function headerIn(headers: HttpAnswer['headers'], name: string): string | undefined {
  const key = name.toLowerCase();
  const value = Object.hasOwn(headers, key) ? headers[key] : undefined;
  return typeof value === 'object' ? value.join(', ') : value;
}

/** What to say of an answer without what was to be captured, and how the dialect would get it where it is elsewhere. */
function missing({ json, headers = {}, setCookies = [] }: CaptureSource, path: string): Message {
  const [, place, name = ''] = BESIDE_BODY.exec(path) ?? [];
  if (place === 'cookie') return lacking('answer.no-cookie', name, cookieNamesIn(setCookies));
  if (place === 'header') {
    const others = Object.keys(headers).filter((header) => header !== 'set-cookie');
    return lacking('answer.no-header', name, others);
  }
  const own = path.replace(/^headers\./i, '');
  if (headerIn(headers, own) !== undefined)
    return own.toLowerCase() === 'set-cookie'
      ? message('answer.lacks.cookie', { path })
      : message('answer.lacks.header', { path, name: own });
  return json.problem === undefined
    ? message('answer.lacks', { path })
    : message('answer.is', { problem: json.problem });
}

function lacking(what: 'answer.no-cookie' | 'answer.no-header', name: string, others: readonly string[]): Message {
  return others.length === 0
    ? message(what, { name })
    : message(`${what}.but`, { name, others: others.slice(0, MOST_NAMES) });
}
