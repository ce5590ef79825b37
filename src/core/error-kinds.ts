import { messageOf, systemCodeOf } from './errors.js';
import { ERROR_WORDS } from './language/en/errors.js';
import { inEnglish, type Message, message } from './language/words.js';
import { keysOf } from './records.js';

/** Where an error comes from: our own process, the path between, the server, or a packet that is not legal. */
export type ErrorClass = 'generator' | 'network' | 'server' | 'protocol';

/** The name of a kind of errors as reports of any version have it: a class, a dot, and what happened. */
export type ErrorName = `${ErrorClass}.${string}`;

/** A kind of which the dictionaries have words: `src/core/language/en/errors.ts`. A kind that is counted anywhere stands there, or it does not compile. */
type NamedKind = keyof typeof ERROR_WORDS extends infer Key
  ? Key extends `kind.${infer Name extends ErrorName}`
    ? Name
    : never
  : never;

/** An error that the system or a library gives a code, in capitals. */
type CodeKind = `${'network' | 'generator'}.${Uppercase<string>}`;

/** What this version counts as a failure: `server.http-500`, `network.ECONNREFUSED`, or a kind with words of its own. */
export type ErrorKind = NamedKind | CodeKind | `server.http-${number}`;

/** Codes of certificates that are not taken, and of TLS that could not be agreed on. */
const TLS_KIND = /^network\.(?:ERR_(?:TLS|SSL)_|(?:\w+_)?CERT(?:_|$)|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY))/;

/** Statuses that servers refuse with, and proxies before them. */
const STATUSES = [400, 401, 403, 404, 405, 408, 409, 413, 422, 429, 500, 501, 502, 503, 504] as const;

/** The kinds that can be foreseen: a rate of errors can be told of those alone that were known, as 0, before the first of them. */
export const FORESEEN_KINDS: readonly ErrorKind[] = [
  ...keysOf(ERROR_WORDS)
    .map((key) => key.slice('kind.'.length))
    .filter((name): name is NamedKind => name.includes('.')),
  ...STATUSES.map((status) => `server.http-${status}` as const),
];

/** A kind of error in any report in English words. */
export function errorInWords(kind: string): string {
  return inEnglish(errorMessage(kind));
}

/** A kind of error in any report in words, as the end of "12 times …"; one without words is told by its class. */
export function errorMessage(kind: string): Message {
  const status = /^server\.http-(\d{3})$/.exec(kind)?.[1];
  if (status !== undefined) return message('kind.http', { status });
  if (TLS_KIND.test(kind)) return message('kind.tls');
  const names = [kind, kind.slice(0, Math.max(0, kind.indexOf('.')))];
  const known = keysOf(ERROR_WORDS).find((key) => names.some((name) => key === `kind.${name}`) && key !== 'kind.http');
  return known === undefined || known === 'kind.http' ? message('kind.unknown') : message(known);
}

/** System errors that mean our own process or machine ran out of something. */
const GENERATOR_CODES = new Set([
  'EMFILE',
  'ENFILE',
  'EADDRNOTAVAIL',
  'EADDRINUSE',
  'ENOMEM',
  'ENOBUFS',
  'ERR_WORKER_OUT_OF_MEMORY',
  'ERR_WORKER_INIT_FAILED',
]);

/** Kinds that mean that this process, or its machine, had no file descriptor left. */
export const DESCRIPTOR_KINDS: readonly ErrorKind[] = ['generator.EMFILE', 'generator.ENFILE'];

/** Kinds that mean that the port of this machine from which a connection was to go is taken, or that none is left. */
export const PORT_KINDS: readonly ErrorKind[] = ['generator.EADDRINUSE', 'generator.EADDRNOTAVAIL'];

/** Our own process could not do what it was to do, whatever the server did. */
const FAULT = 'generator.fault' satisfies ErrorKind;

/** What the codes of Node and of undici mean; the first pattern that fits says it. */
const KINDS_OF_CODES: readonly (readonly [codes: RegExp, kind: ErrorKind])[] = [
  [/^(ETIMEDOUT|TIMEOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'network.timeout'],
  [/^(UND_ERR_RES_EXCEEDED_MAX_SIZE|(UND_ERR_HEADERS|HPE_HEADER)_OVERFLOW)$/, 'protocol.answer-too-big'],
  [/^(HPE_|UND_ERR_(INVALID_RETURN|RES|HTTP_PARSER))/, 'protocol.not-http'],
  // Requests that undici does not send.
  [/^UND_ERR_(INVALID_ARG|NOT_SUPPORTED|REQ_)/, FAULT],
  [/^UND_ERR_SOCKET$/, 'network.closed'],
];

/** What the language itself throws: no socket had a part in it. */
const FAULTS = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError];

/** Classes whatever a socket, an HTTP client, a file, a thread or our own code threw; only what came from a socket is the network's. */
export function errorKindOf(thrown: unknown): ErrorKind {
  const shortage = shortageOf(thrown);
  if (shortage !== undefined) return shortage;
  const code = systemCodeOf(thrown) ?? parserCodeOf(thrown);
  const known = code === undefined ? undefined : KINDS_OF_CODES.find(([codes]) => codes.test(code));
  if (known !== undefined) return known[1];
  if (FAULTS.some((fault) => thrown instanceof fault)) return FAULT;
  return code === undefined ? 'network.unknown' : `network.${code as Uppercase<string>}`;
}

/** undici gives what its parser does not take a name, and no code. */
function parserCodeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && thrown.name === 'HTTPParserError' ? 'UND_ERR_HTTP_PARSER' : undefined;
}

/** The kind of a failure whose cause is a shortage of this process or its machine; undefined for every other. */
export function shortageOf(thrown: unknown): ErrorKind | undefined {
  const code = causeCodeOf(thrown);
  return code !== undefined && GENERATOR_CODES.has(code) ? `generator.${code as Uppercase<string>}` : undefined;
}

/** A thread that cannot be started names the system's error in its text: `Worker initialization failure: EMFILE`. */
function causeCodeOf(thrown: unknown): string | undefined {
  const code = systemCodeOf(thrown);
  if (code !== 'ERR_WORKER_INIT_FAILED') return code;
  const named = /\bE[A-Z]{3,}\b/.exec(messageOf(thrown))?.[0];
  return named !== undefined && GENERATOR_CODES.has(named) ? named : code;
}

/** The class of a kind. */
export function errorClassOf(kind: ErrorName): ErrorClass {
  return kind.slice(0, kind.indexOf('.')) as ErrorClass;
}
