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

/** undici and Node names for a time that ran out. */
const TIMEOUT_CODES = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'TIMEOUT',
]);

/** Codes of `node:http`'s and undici's parsers: what came back is not HTTP. */
const NOT_HTTP = /^(HPE_|UND_ERR_(INVALID|RESPONSE|HTTP_PARSER))/;

/** Classes whatever a socket, an HTTP client, a file or a thread threw. */
export function errorKindOf(thrown: unknown): ErrorKind {
  const code = causeCodeOf(thrown);
  if (code === undefined) return 'network.unknown';
  if (GENERATOR_CODES.has(code)) return `generator.${code}`;
  if (TIMEOUT_CODES.has(code)) return 'network.timeout';
  if (NOT_HTTP.test(code)) return 'protocol.not-http';
  if (code === 'UND_ERR_SOCKET') return 'network.closed';
  return `network.${code}`;
}

/** The kind of a failure whose cause is a shortage of this process or its machine; undefined for every other. */
export function shortageOf(thrown: unknown): ErrorKind | undefined {
  const kind = errorKindOf(thrown);
  return errorClassOf(kind) === 'generator' ? kind : undefined;
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
