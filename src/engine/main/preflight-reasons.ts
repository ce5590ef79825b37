import { StartError } from '../../core/errors.js';
import { message } from '../../core/language/words.js';
import { HOST_NOT_ALLOWED, type OperationError } from '../../core/operation-error.js';
import type { RunPlan } from '../../core/plan.js';
import { printable } from '../../core/text.js';
import type { SecondOpinion } from '../../wire/wire.js';
import { type Explanation, pathOf, tlsFault } from './tls-faults.js';

/** What was found instead of a way in. */
export interface NoWayIn {
  readonly problem: OperationError;
  /** What was said when it was asked in another way; undefined when nobody of the protocol answered. */
  readonly opinion: SecondOpinion | undefined;
  /** Does TLS answer where none was spoken? */
  readonly isTls: boolean;
}

const LOG_IN =
  'That is what it says to a client that has not logged in. Log in first (http.login of the dialect), or let the client say what a browser would: socket.headers (Origin, Authorization, Cookie) and socket.query.';
const LET_UPGRADES_PASS =
  'A proxy on the way takes the upgrade away. Let it pass: in nginx proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade and proxy_set_header Connection "upgrade"; in apache mod_proxy_wstunnel; in a load balancer its setting for WebSockets.';

const OFFER_SOCKETS =
  'Its handshake offers no WebSocket, so no proxy is to blame, and this tool speaks nothing else. Allow "websocket" in the option transports of the server; where a library has to bring it, install that: with Flask-SocketIO and python-socketio in threads it is simple-websocket.';

/** What servers of Engine.IO say when they let nobody in, and what is to be done about it. */
const REFUSALS: readonly (readonly [words: RegExp, hint: string])[] = [
  [
    /^transport unknown$/i,
    'It takes no WebSockets, and this tool speaks nothing else: allow "websocket" in the option transports of the server.',
  ],
  [
    /^unsupported protocol version$/i,
    'It does not speak the version of Engine.IO that the dialect states: leave socket.engine out, or set allowEIO3 on the server.',
  ],
  [
    /^session id unknown$/i,
    'Several servers stand behind a balancer that is not sticky: it must send a client to the same one each time.',
  ],
  [/./, LOG_IN],
];

/** The error for a target at which nothing listens, or to which nothing may be sent. */
export function nothingAnswers(target: URL, problem: OperationError | undefined): StartError {
  if (problem?.kind === HOST_NOT_ALLOWED) return notAllowed(target, problem);
  const why = problem?.message ?? message('start.no-address');
  return new StartError(message('start.nobody-there', { target: target.origin, why }), {
    hint: message('start.nobody-there.hint'),
    cause: problem,
  });
}

/** The error for a target of whose chat nobody can be a user. @param path that was asked for */
export function noWayIn(plan: RunPlan, path: string, found: NoWayIn): StartError {
  const target = new URL(plan.target);
  const { problem } = found;
  if (problem.kind === HOST_NOT_ALLOWED) return notAllowed(target, problem);
  const [what, hint] = explain(plan, target, path, found);
  return new StartError(printable(what, 1000), { hint, cause: problem });
}

function explain(plan: RunPlan, target: URL, path: string, { problem, opinion, isTls }: NoWayIn): Explanation {
  const { origin, host } = target;
  const { kind } = problem;
  const why = `${problem.message} (${kind})`;
  if (isTls)
    return [`${origin} speaks TLS, and the target says http.`, `Use --target https://${host}${pathOf(target)}`];
  const fault = tlsFault(target, problem);
  if (fault !== undefined) return fault;
  if (kind === 'network.timeout') return neverAnswers(origin, problem);
  if (opinion !== undefined) return fromOpinion(`${origin}${path}`, opinion, problem, why);
  if (/^server\.http-(?:401|403)$/.test(kind))
    return [`${origin} does not let this client in at ${path}: ${why}.`, LOG_IN];
  if (/^server\.http-50[24]$/.test(kind))
    return [
      `${origin} is a proxy that does not reach the chat server: ${why}.`,
      'Is the server behind it running, and where the proxy looks for it?',
    ];
  if (/^server\.http-(?:400|426|501)$/.test(kind))
    return [`${origin} opens no WebSocket at ${path}: ${why}.`, LET_UPGRADES_PASS];
  if (/^server\.http-(?:429|503)$/.test(kind))
    return [
      `${origin} takes nobody in just now: ${why}.`,
      'Is it full, or does it limit how many may come in a time? Try again, with fewer users or a higher limit.',
    ];
  return [
    `Something answers at ${origin}, but it is no Socket.IO server at ${path}: ${why}.`,
    `Check --target, and the socket path of the dialect "${plan.dialect.name}" (socket.path, now ${plan.dialect.socket.path}).`,
  ];
}

function neverAnswers(origin: string, problem: OperationError): Explanation {
  return [
    `${origin} accepts connections and does not answer: ${problem.message}.`,
    'Is the server stopped or overloaded, or does a proxy hold requests back? limits.connectTimeout of a scenario says how long is waited.',
  ];
}

function fromOpinion(where: string, opinion: SecondOpinion, problem: OperationError, why: string): Explanation {
  const said = problem.said ?? opinion.refusal;
  if (opinion.isWithoutSockets === true && !isTransportUnknown(problem))
    return [`The Socket.IO server at ${where} takes polling alone: ${why}.`, OFFER_SOCKETS];
  if (opinion.refusal === undefined && !isTransportUnknown(problem))
    return [
      `The Socket.IO server at ${where} answers, but no WebSocket gets through to it: ${why}.`,
      LET_UPGRADES_PASS,
    ];
  const hint = REFUSALS.find(([words]) => words.test(said ?? 'x'))?.[1] ?? LOG_IN;
  // What is said by polling alone: the WebSocket was cut for it.
  const words = problem.said === undefined && opinion.refusal !== undefined ? opinion.refusal : why;
  return [`The Socket.IO server at ${where} refuses the WebSocket: ${words}.`, hint];
}

function isTransportUnknown({ said }: OperationError): boolean {
  return /^transport unknown$/i.test(said ?? '');
}

function notAllowed(target: URL, cause: OperationError): StartError {
  return new StartError(message('start.not-allowed', { target: target.origin, why: cause.message }), {
    hint: message('start.not-allowed.hint', { host: target.hostname }),
    cause,
  });
}
