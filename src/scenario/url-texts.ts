import { UNSENDABLE_IN_HEADER } from '../core/http-header.js';
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
export function pathProblems(path: string, { query }: { readonly query: boolean }): string[] {
  const problems: string[] = [];
  if (!path.startsWith('/')) problems.push('must start with a slash');
  else if (/^\/[/\\]/.test(path)) problems.push(twoSlashes(path));
  else if (path.includes('\\'))
    problems.push('must not contain a backslash, which URLs take for a slash; write / or %5C');
  if (CONTROL.test(path)) problems.push(withoutControls(path));
  if (hasDotPart(path)) problems.push('must not contain . or .. between slashes; write the path that they lead to');
  if (path.includes('#'))
    problems.push('must end before the "#", which is never sent; write %23 where it is part of a name');
  if (!query && path.includes('?')) problems.push('must end before the "?"; parameters have a key of their own, query');
  return problems;
}

/** What is wrong with the name of a Socket.IO namespace, each a sentence. */
export function namespaceProblems(namespace: string): string[] {
  const problems: string[] = [];
  if (!namespace.startsWith('/')) problems.push('must start with a slash');
  if (CONTROL.test(namespace)) problems.push(withoutControls(namespace));
  if (namespace.includes(',')) problems.push('must not contain a comma, which ends a namespace in every packet');
  return problems;
}

/** A header, by its name, and what is wrong with it, as a sentence. */
export interface HeaderProblem {
  readonly name: string;
  readonly message: string;
}

/** What is wrong with headers of requests. */
export function headerProblems(headers: Readonly<Record<string, string>>): HeaderProblem[] {
  const seen = new Map<string, string>();
  return Object.entries(headers).flatMap(([name, value]) => {
    const messages: string[] = [];
    const before = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), before ?? name);
    if (before !== undefined)
      messages.push(`is ${quoted(before)} once more, since case makes no difference in names of headers`);
    if (!HEADER_NAME.test(name)) messages.push(`${quoted(name)} is no name that a header may have`);
    if (OUR_HEADERS.has(name.toLowerCase()))
      messages.push('is written by the client itself, from the target; leave it out');
    if (UNSENDABLE_IN_HEADER.test(value.replace(PLACEHOLDER, ''))) {
      messages.push('must have no line breaks, and no characters beyond Latin-1');
    }
    return messages.map((message) => ({ name, message }));
  });
}

/** The same for those of a WebSocket upgrade, whose handshake is the client's, too. */
export function upgradeHeaderProblems(headers: Readonly<Record<string, string>>): HeaderProblem[] {
  const ours = Object.keys(headers).filter((name) => /^sec-websocket-/i.test(name));
  return [
    ...headerProblems(headers),
    ...ours.map((name) => ({
      name,
      message: 'is part of the WebSocket handshake, which the client makes; leave it out',
    })),
  ];
}

function twoSlashes(path: string): string {
  const right = quoted(path.replace(/^[/\\]+/, '/'));
  return `must start with one slash, like ${right}: two would name another host, and the host is always that of the target`;
}

function withoutControls(text: string): string {
  return `${quoted(text)} must not contain control characters; leave them out`;
}
