import { messageOf, systemCodeOf } from './errors.js';

/** Where an error comes from: our own process, the path between, the server, or a packet that is not legal. */
export type ErrorClass = 'generator' | 'network' | 'server' | 'protocol';

/** A counted failure: its class, a dot, and what happened (`server.http-500`, `network.ECONNREFUSED`). */
export type ErrorKind = `${ErrorClass}.${string}`;

/** System errors that mean our own process or machine ran out of something. */
const GENERATOR_CODES = new Set([
  'EMFILE',
  'ENFILE',
  'EADDRNOTAVAIL',
  'ENOMEM',
  'ENOBUFS',
  'ERR_WORKER_OUT_OF_MEMORY',
  'ERR_WORKER_INIT_FAILED',
]);

/** Kinds that mean that this process, or its machine, had no file descriptor left. */
export const DESCRIPTOR_KINDS: readonly ErrorKind[] = ['generator.EMFILE', 'generator.ENFILE'];

/** Our own process could not do what it was to do, whatever the server did. */
const FAULT = 'generator.fault' satisfies ErrorKind;

/** What the codes of Node, of undici and of `ws` mean; the first pattern that fits says it. */
const KINDS_OF_CODES: readonly (readonly [codes: RegExp, kind: ErrorKind])[] = [
  [/^(ETIMEDOUT|TIMEOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'network.timeout'],
  [/^(UND_ERR_RES_EXCEEDED_MAX_SIZE|(UND_ERR_HEADERS|HPE_HEADER)_OVERFLOW)$/, 'protocol.answer-too-big'],
  [/^(HPE_|UND_ERR_(INVALID_RETURN|RES|HTTP_PARSER))/, 'protocol.not-http'],
  [/^WS_ERR_/, 'protocol.illegal-frame'],
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
  return code === undefined ? 'network.unknown' : `network.${code}`;
}

/** The kind of a failure whose cause is a shortage of this process or its machine; undefined for every other. */
export function shortageOf(thrown: unknown): ErrorKind | undefined {
  const code = causeCodeOf(thrown);
  return code !== undefined && GENERATOR_CODES.has(code) ? `generator.${code}` : undefined;
}

/** A thread that cannot be started names the system's error in its text: `Worker initialization failure: EMFILE`. */
function causeCodeOf(thrown: unknown): string | undefined {
  const code = systemCodeOf(thrown);
  if (code !== 'ERR_WORKER_INIT_FAILED') return code;
  const named = /\bE[A-Z]{3,}\b/.exec(messageOf(thrown))?.[0];
  return named !== undefined && GENERATOR_CODES.has(named) ? named : code;
}

/** The class of a kind. */
export function errorClassOf(kind: ErrorKind): ErrorClass {
  return kind.slice(0, kind.indexOf('.')) as ErrorClass;
}
