import { Dialect } from '../../chat/dialect.js';
import { createUser } from '../../chat/people.js';
import { descriptorLimit } from '../../core/descriptors.js';
import { StartError } from '../../core/errors.js';
import { HOST_NOT_ALLOWED, type OperationError, toOperationError } from '../../core/operation-error.js';
import type { RunPlan } from '../../core/plan.js';
import type { RunSecrets } from '../../core/run-secrets.js';
import { formatCount } from '../../core/units.js';
import { portOf } from '../../net/dial.js';
import { DialGuard, LOOPBACK_ONLY } from '../../net/dial-guard.js';
import { probeTcp } from '../../net/probe-tcp.js';
import { isPassing, withRetries } from '../retry.js';

const TCP_TIMEOUT_MS = 3000;
/** What the process needs beside: files, pipes, the observers, what is put aside for reports. */
const DESCRIPTORS_BESIDE = 64;
/** Of a worker thread: its event loop, and the file in which the system keeps its CPU time. */
const DESCRIPTORS_A_WORKER = 6;
/** Statuses by which a server that wants credentials answers somebody who has none. */
const WANTS_CREDENTIALS = new Set(['server.http-401', 'server.http-403']);

/** Does anything on this machine listen at this URL? */
export async function answersTarget(url: string): Promise<boolean> {
  const candidates = candidatesOf(new URL(url));
  const results = await Promise.allSettled(candidates.map((candidate) => probeAddress(candidate, LOOPBACK_ONLY)));
  return results.some(({ status }) => status === 'fulfilled');
}

/**
 * Finds the address that answers (`localhost` is tried on both) and makes sure that an Engine.IO server is behind it.
 * @returns the target's base URL with that address
 * @throws StartError that says which step failed, with what, and what to try
 */
export async function resolveTarget(plan: RunPlan, secrets: RunSecrets): Promise<string> {
  const target = new URL(plan.target);
  const guard = new DialGuard(plan.allowedHosts);
  const address = await findAddress(target, guard);
  const run = { id: plan.runId, secrets };
  const dialect = new Dialect(plan.dialect, run);
  const user = createUser(run, 0, 'probe');
  const url = dialect.socketUrl(address, user);
  const headers = dialect.socketHeaders(user);
  try {
    const probe = (): Promise<void> => dialect.wire.probe(url, plan.limits.connectTimeoutMs, guard, headers);
    await withRetries(probe, { mayRepeat: mayAskAgain }, new AbortController().signal);
  } catch (thrown) {
    const problem = toOperationError(thrown);
    if (!WANTS_CREDENTIALS.has(problem.kind)) throw notEngineIo(plan, new URL(url), problem);
  }
  return address;
}

/** Who has not answered in the whole time that an answer may take is not asked again. */
function mayAskAgain(problem: OperationError): boolean {
  return isPassing(problem) && problem.kind !== 'network.timeout';
}

/**
 * Makes sure that the plan's connections fit into this process's limit of file descriptors.
 * @param listening what listeners of this process may take
 * @throws StartError with the command that raises it
 */
export function checkFileDescriptors(plan: RunPlan, listening: number): void {
  const beside = plan.workers * DESCRIPTORS_A_WORKER + listening + DESCRIPTORS_BESIDE;
  const needed = plan.users + plan.limits.httpConcurrency + beside;
  const limit = descriptorLimit();
  if (needed <= limit) return;
  throw new StartError(
    `The plan needs ${formatCount(needed)} file descriptors for its ${formatCount(plan.users)} connections, and this process may open ${formatCount(limit)}.`,
    { hint: `Raise the limit in this shell first: ulimit -n ${needed}` },
  );
}

async function findAddress(target: URL, guard: DialGuard): Promise<string> {
  let problem: OperationError | undefined;
  for (const candidate of candidatesOf(target)) {
    try {
      await probeAddress(candidate, guard);
      return candidate.href.replace(/\/$/, '');
    } catch (thrown) {
      problem ??= toOperationError(thrown);
    }
  }
  if (problem?.kind === HOST_NOT_ALLOWED) throw notAllowed(target, problem);
  throw new StartError(`Nothing answers at ${target.origin} (${problem?.message ?? 'no address'}).`, {
    hint: 'Is the server running, and is --target right? Without a server of your own, add --embedded.',
    cause: problem,
  });
}

/** `localhost` may mean either loopback address, and a server listens perhaps on one. */
function candidatesOf(target: URL): URL[] {
  if (target.hostname !== 'localhost') return [target];
  return ['127.0.0.1', '[::1]'].map((hostname) => {
    const candidate = new URL(target);
    candidate.hostname = hostname;
    return candidate;
  });
}

function probeAddress(url: URL, guard: DialGuard): Promise<void> {
  return probeTcp(url.hostname, portOf(url), TCP_TIMEOUT_MS, guard);
}

function notAllowed(target: URL, cause: OperationError): StartError {
  return new StartError(`No connection was opened to ${target.origin}: ${cause.message}.`, {
    hint: `If that server is yours to load, say so with --allow-host ${target.hostname}`,
    cause,
  });
}

/** @param asked what was asked; its query is nobody's business */
function notEngineIo(plan: RunPlan, asked: URL, problem: OperationError): StartError {
  const { name, socket } = plan.dialect;
  return new StartError(
    `Something answers at ${new URL(plan.target).origin}, but it is no Socket.IO server at ${asked.pathname}: ${problem.message} (${problem.kind}).`,
    {
      hint: `Check --target, and the socket path of the dialect "${name}" (socket.path, now ${socket.path}).`,
      cause: problem,
    },
  );
}
