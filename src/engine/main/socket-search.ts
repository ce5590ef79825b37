import { inEnglish, message } from '../../core/language/words.js';
import { Dialect } from '../../chat/dialect.js';
import { createUser } from '../../chat/people.js';
import { sleep } from '../../core/clock.js';
import { type OperationError, toOperationError } from '../../core/operation-error.js';
import type { RunPlan } from '../../core/plan.js';
import type { RunSecrets } from '../../core/run-secrets.js';
import type { DialGuard } from '../../net/dial-guard.js';
import { type Endpoint, guardOf } from '../../net/endpoint.js';
import { speaksTls } from '../../net/probe-tls.js';
import type { Wire } from '../../wire/wire.js';
import { type NoWayIn, noWayIn } from './preflight-reasons.js';

const TLS_TIMEOUT_MS = 3000;
/** Before it is asked again: a server that is about to be loaded may be busy already. */
const DELAYS_MS = [150, 300];
/** Of a server that is busy, or of a machine that is. */
const PASSING = /^(?:server\.http-(?:429|5\d\d)|network\.ECONNRESET|generator\..*)$/;
/** What is answered where the path leads to something else, or nowhere: some servers redirect, some close without a word. */
const OF_ANOTHER_PATH =
  /^(?:server\.(?:http-(?:200|30\d|404|405)|closed-early)|network\.(?:closed|ECONNRESET)|protocol\.not-engine-io)$/;
/** Statuses by which nobody says that a log-in is lacking: no such path, no upgrade, nobody behind the proxy. */
const NOT_FOR_LOG_IN = new Set([404, 405, 426, 501, 502, 504]);

/** Where the chat's WebSockets are. */
interface FoundSocket {
  readonly socketPath: string;
  /** Sentences about it that belong into the report. */
  readonly notices: readonly string[];
}

/** One place where they may be, and how it is asked. */
interface Place {
  readonly socketPath: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly wire: Wire;
  readonly guard: DialGuard;
  readonly timeoutMs: number;
}

/**
 * Makes sure that a server of the dialect's protocol is at the path that the dialect says, or there with the last slash that it lacks,
 * or without the one that it has. Who logs in first is not turned away by what a server says to somebody who has not.
 * @throws StartError that says what was found instead, and what to try
 */
export async function findSocket(plan: RunPlan, secrets: RunSecrets, endpoint: Endpoint): Promise<FoundSocket> {
  const place = placeAt(endpoint.socketPath, plan, secrets, endpoint);
  const problem = await askPatiently(place);
  if (problem === undefined) return { socketPath: place.socketPath, notices: [] };
  if (OF_ANOTHER_PATH.test(problem.kind)) {
    const other = placeAt(withOtherEnd(endpoint.socketPath), plan, secrets, endpoint);
    const answer = await ask(other);
    if (answer === undefined || !OF_ANOTHER_PATH.test(answer.kind)) {
      if (answer !== undefined) await admit(plan, other, answer);
      const paths = { found: other.socketPath, dialect: plan.dialect.name, stated: place.socketPath };
      const notice = inEnglish(message('notice.socket-path', paths));
      return { socketPath: other.socketPath, notices: [notice] };
    }
  }
  await admit(plan, place, problem);
  return { socketPath: place.socketPath, notices: [] };
}

/** @throws StartError unless the problem is one that a log-in may solve */
async function admit(plan: RunPlan, place: Place, problem: OperationError): Promise<void> {
  const found = await findingsAt(plan, place, problem);
  const { register, login } = plan.dialect.http;
  const logsIn = register !== undefined || login !== undefined;
  if (!logsIn || !isForLogIn(found)) throw noWayIn(plan, place.socketPath, found);
}

/** Is it what servers say to somebody who has not logged in? */
function isForLogIn({ problem, opinion }: NoWayIn): boolean {
  if (opinion?.refusal !== undefined) return true;
  const status = Number(/^server\.http-([45]\d\d)$/.exec(problem.kind)?.[1] ?? 0);
  if (status === 401 || status === 403) return true;
  return opinion === undefined && status !== 0 && !NOT_FOR_LOG_IN.has(status);
}

/** What else can be found out about why nobody gets in. */
async function findingsAt(plan: RunPlan, place: Place, problem: OperationError): Promise<NoWayIn> {
  const target = new URL(plan.target);
  const isCut = /^(?:network\.(?:closed|ECONNRESET)|protocol\.not-http|server\.http-400)$/.test(problem.kind);
  const isTls = target.protocol === 'http:' && isCut && (await speaksTls(target, TLS_TIMEOUT_MS, place.guard));
  const isAnswer = /^(?:server|protocol)\.|^network\.(?:closed|ECONNRESET)$/.test(problem.kind);
  const opinion =
    isAnswer && !isTls
      ? await place.wire.secondOpinion(place.url, place.timeoutMs, place.guard, place.headers)
      : undefined;
  return { problem, opinion, isTls };
}

async function askPatiently(place: Place): Promise<OperationError | undefined> {
  let problem = await ask(place);
  for (const delayMs of DELAYS_MS) {
    if (problem === undefined || !PASSING.test(problem.kind)) break;
    await sleep(delayMs);
    problem = await ask(place);
  }
  return problem;
}

/** @returns why no server of the protocol was found; undefined when there is one */
async function ask({ wire, url, timeoutMs, guard, headers }: Place): Promise<OperationError | undefined> {
  try {
    await wire.probe(url, timeoutMs, guard, headers);
    return undefined;
  } catch (thrown) {
    return toOperationError(thrown);
  }
}

function placeAt(socketPath: string, plan: RunPlan, secrets: RunSecrets, endpoint: Endpoint): Place {
  const run = { id: plan.runId, secrets };
  const socket = { ...plan.dialect.socket, path: socketPath };
  const dialect = new Dialect({ ...plan.dialect, socket }, run);
  const user = createUser(run, 0, 'probe');
  return {
    socketPath,
    url: dialect.socketUrl(endpoint.base, user),
    headers: dialect.socketHeaders(user),
    wire: dialect.wire,
    guard: guardOf(endpoint, plan),
    timeoutMs: plan.limits.connectTimeoutMs,
  };
}

function withOtherEnd(path: string): string {
  return path.endsWith('/') && path !== '/' ? path.slice(0, -1) : `${path}/`;
}
