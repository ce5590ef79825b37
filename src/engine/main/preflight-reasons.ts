import { StartError } from '../../core/errors.js';
import { recognised } from '../../core/language/recognise.js';
import type { AnyMessage } from '../../core/language/template.js';
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

/** What servers of Engine.IO say when they let nobody in, and what is to be done about it. */
const REFUSALS = [
  [/^transport unknown$/i, 'way.transport-unknown'],
  [/^unsupported protocol version$/i, 'way.version'],
  [/^session id unknown$/i, 'way.not-sticky'],
] as const;

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
  return new StartError(what, { hint, cause: problem });
}

function explain(plan: RunPlan, target: URL, path: string, { problem, opinion, isTls }: NoWayIn): Explanation {
  const { origin, host } = target;
  const { kind } = problem;
  const why = message('way.why', { what: recognised(printable(problem.message, 500)), kind });
  if (isTls)
    return [
      message('way.tls-there', { origin }),
      message('way.use-target', { target: `https://${host}${pathOf(target)}` }),
    ];
  const fault = tlsFault(target, problem);
  if (fault !== undefined) return fault;
  if (kind === 'network.timeout')
    return [
      message('way.silent', { origin, why: recognised(printable(problem.message, 500)) }),
      message('way.silent.hint'),
    ];
  if (opinion !== undefined) return fromOpinion(`${origin}${path}`, opinion, problem, why);
  if (/^server\.http-(?:401|403)$/.test(kind))
    return [message('way.not-let-in', { origin, path, why }), message('way.log-in')];
  if (/^server\.http-50[24]$/.test(kind)) return [message('way.proxy', { origin, why }), message('way.proxy.hint')];
  if (/^server\.http-(?:400|426|501)$/.test(kind))
    return [message('way.no-upgrade', { origin, path, why }), message('way.let-upgrades-pass')];
  if (/^server\.http-(?:429|503)$/.test(kind)) return [message('way.full', { origin, why }), message('way.full.hint')];
  const { name: dialect, socket } = plan.dialect;
  return [
    message('way.other', { origin, path, why }),
    message('way.other.hint', { origin, dialect, path: socket.path }),
  ];
}

function fromOpinion(where: string, opinion: SecondOpinion, problem: OperationError, why: AnyMessage): Explanation {
  const said = problem.said ?? opinion.refusal;
  if (opinion.isWithoutSockets === true && !isTransportUnknown(problem))
    return [message('way.polling', { where, why }), message('way.offer-sockets')];
  if (opinion.refusal === undefined && !isTransportUnknown(problem))
    return [message('way.no-socket-through', { where, why }), message('way.let-upgrades-pass')];
  const hint = REFUSALS.find(([words]) => words.test(said ?? ''))?.[1] ?? 'way.log-in';
  // What is said by polling alone: the WebSocket was cut for it.
  const words = problem.said === undefined && opinion.refusal !== undefined ? printable(opinion.refusal, 500) : why;
  return [message('way.refused', { where, why: words }), message(hint)];
}

function isTransportUnknown({ said }: OperationError): boolean {
  return /^transport unknown$/i.test(said ?? '');
}

function notAllowed(target: URL, cause: OperationError): StartError {
  return new StartError(message('start.not-allowed', { target: target.origin, why: recognised(cause.message) }), {
    hint: message('start.not-allowed.hint', { host: target.hostname }),
    cause,
  });
}
