import { UNSENDABLE_IN_HEADER } from '../core/http-header.js';
import { type Message, message } from '../core/language/words.js';
import { hasDotPart } from '../core/url-parts.js';
import { quoted } from './parsers.js';

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const PLACEHOLDER = /\{\{[\w.-]+\}\}/g;
/** Names that headers may have (RFC 9110, section 5.1). */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** Headers that say where a request goes, how long it is, or what becomes of its connection: the client writes them itself. */
const OUR_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * What is wrong with a path below the target, each a sentence; none when it leads below the target and nowhere else, and is
 * asked for as it is written.
 * @param query may a query follow the path?
 */
export function pathProblems(path: string, { query }: { readonly query: boolean }): Message[] {
  const problems: Message[] = [];
  if (!path.startsWith('/')) problems.push(message('path.slash'));
  else if (/^\/[/\\]/.test(path)) problems.push(twoSlashes(path));
  else if (path.includes('\\')) problems.push(message('path.backslash'));
  if (CONTROL.test(path)) problems.push(withoutControls(path));
  if (hasDotPart(path)) problems.push(message('path.dots'));
  if (path.includes('#')) problems.push(message('path.hash'));
  if (!query && path.includes('?')) problems.push(message('path.query'));
  return problems;
}

/** What is wrong with the name of a Socket.IO namespace, each a sentence. */
export function namespaceProblems(namespace: string): Message[] {
  const problems: Message[] = [];
  if (!namespace.startsWith('/')) problems.push(message('path.slash'));
  if (CONTROL.test(namespace)) problems.push(withoutControls(namespace));
  if (namespace.includes(',')) problems.push(message('path.comma'));
  return problems;
}

/** A header, by its name, and what is wrong with it, as a sentence. */
export interface HeaderProblem {
  readonly name: string;
  readonly said: Message;
}

/** What is wrong with headers of requests. */
export function headerProblems(headers: Readonly<Record<string, string>>): HeaderProblem[] {
  const seen = new Map<string, string>();
  return Object.entries(headers).flatMap(([name, value]) => {
    const found: Message[] = [];
    const before = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), before ?? name);
    if (before !== undefined) found.push(message('header.twice', { name: quoted(before) }));
    if (!HEADER_NAME.test(name)) found.push(message('header.name', { name: quoted(name) }));
    if (OUR_HEADERS.has(name.toLowerCase())) found.push(message('header.ours'));
    if (UNSENDABLE_IN_HEADER.test(value.replace(PLACEHOLDER, ''))) {
      found.push(message('header.value'));
    }
    return found.map((said) => ({ name, said }));
  });
}

/** The same for those of a WebSocket upgrade, whose handshake is the client's, too. */
export function upgradeHeaderProblems(headers: Readonly<Record<string, string>>): HeaderProblem[] {
  const ours = Object.keys(headers).filter((name) => /^sec-websocket-/i.test(name));
  return [...headerProblems(headers), ...ours.map((name) => ({ name, said: message('header.handshake') }))];
}

function twoSlashes(path: string): Message {
  return message('path.two-slashes', { right: quoted(path.replace(/^[/\\]+/, '/')) });
}

function withoutControls(text: string): Message {
  return message('path.controls', { text: quoted(text) });
}
