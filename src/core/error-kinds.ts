import { systemCodeOf } from './errors.js';

/** Where an error comes from: our own process, the path between, the server, or a packet that is not legal. */
export type ErrorClass = 'generator' | 'network' | 'server' | 'protocol';

/** A counted failure: its class, a dot, and what happened (`server.http-500`, `network.ECONNREFUSED`). */
export type ErrorKind = `${ErrorClass}.${string}`;

/** System errors that mean our own process or machine ran out of something. */
const GENERATOR_CODES = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOMEM', 'ENOBUFS', 'ERR_WORKER_OUT_OF_MEMORY']);

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

/** Classes whatever a socket or an HTTP client threw. */
export function errorKindOf(thrown: unknown): ErrorKind {
  const code = systemCodeOf(thrown);
  if (code === undefined) return 'network.unknown';
  if (GENERATOR_CODES.has(code)) return `generator.${code}`;
  if (TIMEOUT_CODES.has(code)) return 'network.timeout';
  if (NOT_HTTP.test(code)) return 'protocol.not-http';
  if (code === 'UND_ERR_SOCKET') return 'network.closed';
  return `network.${code}`;
}

/** The class of a kind. */
export function errorClassOf(kind: ErrorKind): ErrorClass {
  return kind.slice(0, kind.indexOf('.')) as ErrorClass;
}
