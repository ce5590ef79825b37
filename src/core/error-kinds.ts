import { messageOf, systemCodeOf } from './errors.js';
import { keysOf } from './records.js';

/** Where an error comes from: our own process, the path between, the server, or a packet that is not legal. */
export type ErrorClass = 'generator' | 'network' | 'server' | 'protocol';

/** The name of a kind of errors as reports of any version have it: a class, a dot, and what happened. */
export type ErrorName = `${ErrorClass}.${string}`;

/** What happened, by kind of error, as the end of "12 times …". A kind that is counted anywhere stands here, or it does not compile. */
const WORDS = {
  'server.error-event': 'the server answered with an error event',
  'server.connect-refused': 'the server refused a Socket.IO connection',
  'server.enter-refused': 'the server refused a step before the joins',
  'server.enter-timeout': 'the server did not confirm a step before the joins',
  'server.ack-refused': 'the server refused a message in its acknowledgement',
  'server.join-refused': 'the server refused to let a user into a room',
  'server.join-timeout': 'the server did not confirm that a user is in a room',
  'server.rate-limited': 'the server asked to wait before the next request (HTTP 429)',
  'server.batch-refused': 'the server refused one user of a batch',
  'server.no-members': 'a room had too few users to be created or read',
  'server.closed-early': 'the server closed a connection before it was set up',
  'server.closed': 'the server closed a connection',
  'server.disconnected': 'the server disconnected a user',
  'server.not-reading': 'the server did not take the answer to its heartbeat and was given up',
  'server.silent': 'the server, which was reached, sent no heartbeat and was given up',
  'network.closed': 'a connection broke without a word',
  'network.silent': 'nothing came from the target any more, which was not reached either',
  'network.timeout': 'no answer came in time',
  'network.unknown': 'a connection failed for an unknown reason',
  'network.ECONNREFUSED': 'nobody listened at the target',
  'network.ECONNRESET': 'a connection was reset by the other side',
  'network.EPIPE': 'something was written to a connection that the other side had closed',
  'network.ENOTFOUND': 'the target has no address',
  'generator.EMFILE': 'this process had no file descriptor left (see ulimit -n)',
  'generator.ENFILE': 'this machine had no file descriptor left',
  'generator.EADDRNOTAVAIL': 'this machine had no local port left for the target',
  'generator.EADDRINUSE':
    'this machine had no local port left for the target at the address that connections come from',
  'generator.ENOMEM': 'this machine had no memory left',
  'generator.ENOBUFS': 'this machine had no buffers left',
  'generator.ERR_WORKER_OUT_OF_MEMORY': 'a worker thread had no memory left',
  'generator.host-not-allowed':
    'a connection was not opened, since its host is not on this machine and was not allowed',
  'generator.fault': 'newyear-load itself was at fault',
  'generator.interrupted': 'an operation was cut off by the end of its phase',
  'protocol.not-http': 'what came back was no HTTP',
  'protocol.not-websocket': 'what came back was no WebSocket',
  'protocol.not-engine-io': 'what came back was no Engine.IO',
  'protocol.not-spoken': 'the server wrote packets in a way that this tool does not speak',
  'protocol.unexpected-answer': 'an answer lacked what the dialect reads from it, or held more than a chat’s does',
  'protocol.unsendable': 'what the server gave could not be sent back in a request',
  'protocol.answer-too-big': 'an answer was larger than any that is kept',
  'protocol.over-budget': 'the server left more unfinished than is kept for all connections, and the largest was ended',
  'protocol.unreadable': 'what the server sent could not be read and its connection was ended',
  'protocol.illegal-packet': 'the server sent a packet that is not legal',
  'protocol.illegal-frame': 'the server sent a frame that is not legal',
} as const satisfies Readonly<Record<ErrorName, string>>;

/** The same of kinds that have no words of their own. */
const WORDS_OF_CLASS: Readonly<Record<ErrorClass, string>> = {
  generator: 'this machine ran out of something',
  network: 'something on the way failed',
  server: 'the server did not do what was asked',
  protocol: 'what came back was not legal',
};

/** An error that the system or a library gives a code, in capitals. */
type CodeKind = `${'network' | 'generator'}.${Uppercase<string>}`;

/** What this version counts as a failure: `server.http-500`, `network.ECONNREFUSED`, or a kind with words of its own. */
export type ErrorKind = keyof typeof WORDS | CodeKind | `server.http-${number}`;

/** Codes of certificates that are not taken, and of TLS that could not be agreed on. */
const TLS_KIND = /^network\.(?:ERR_(?:TLS|SSL)_|(?:\w+_)?CERT(?:_|$)|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY))/;

/** Statuses that servers refuse with, and proxies before them. */
const STATUSES = [400, 401, 403, 404, 405, 408, 409, 413, 422, 429, 500, 501, 502, 503, 504] as const;

/** The kinds that can be foreseen: a rate of errors can be told of those alone that were known, as 0, before the first of them. */
export const FORESEEN_KINDS: readonly ErrorKind[] = [
  ...keysOf(WORDS),
  'network.EHOSTUNREACH',
  'network.ENETUNREACH',
  'network.EAI_AGAIN',
  ...STATUSES.map((status) => `server.http-${status}` as const),
];

/** A kind of error in any report in words, as the end of "12 times …"; one without words is told by its class. */
export function errorInWords(kind: string): string {
  const status = /^server\.http-(\d{3})$/.exec(kind)?.[1];
  if (status !== undefined) return `the server answered with HTTP ${status}`;
  if (TLS_KIND.test(kind)) return 'the target’s certificate was not taken, or TLS could not be agreed on';
  const words: Readonly<Record<string, string>> = { ...WORDS_OF_CLASS, ...WORDS };
  const known = [kind, kind.slice(0, Math.max(0, kind.indexOf('.')))].find((name) => Object.hasOwn(words, name));
  return (known === undefined ? undefined : words[known]) ?? 'an operation failed';
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
  const code = systemCodeOf(thrown);
  const known = code === undefined ? undefined : KINDS_OF_CODES.find(([codes]) => codes.test(code));
  if (known !== undefined) return known[1];
  if (FAULTS.some((fault) => thrown instanceof fault)) return FAULT;
  return code === undefined ? 'network.unknown' : `network.${code as Uppercase<string>}`;
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
