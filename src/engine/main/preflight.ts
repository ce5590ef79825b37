import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Dialect } from '../../chat/dialect.js';
import { createUser } from '../../chat/people.js';
import { StartError } from '../../core/errors.js';
import { type OperationError, toOperationError } from '../../core/operation-error.js';
import type { RunPlan } from '../../core/plan.js';
import { formatCount } from '../../core/units.js';
import { probeEngineIo, probeTcp } from '../../wire/socketio/endpoint-probe.js';
import { isPassing, withRetries } from '../retry.js';

const TCP_TIMEOUT_MS = 3000;
/** What the process needs beside its connections: files, pipes, threads, HTTP. */
const DESCRIPTORS_BESIDE = 100;
/** Statuses by which a server that wants credentials answers somebody who has none. */
const WANTS_CREDENTIALS = new Set(['server.http-401', 'server.http-403']);

/** Does anything listen at this URL? */
export async function answersTarget(url: string): Promise<boolean> {
  const results = await Promise.allSettled(candidatesOf(new URL(url)).map((candidate) => probeAddress(candidate)));
  return results.some(({ status }) => status === 'fulfilled');
}

/**
 * Finds the address that answers (`localhost` is tried on both) and makes sure that an Engine.IO server is behind it.
 * @returns the target's base URL with that address
 * @throws StartError that says which step failed, with what, and what to try
 */
export async function resolveTarget(plan: RunPlan): Promise<string> {
  const target = new URL(plan.target);
  const address = await findAddress(target);
  const dialect = new Dialect(plan.dialect, plan.runId);
  const url = dialect.socketUrl(address, createUser(plan.runId, 0, 'probe'));
  try {
    const probe = (): Promise<void> => probeEngineIo(url, plan.limits.connectTimeoutMs);
    await withRetries(probe, { mayRepeat: isPassing }, new AbortController().signal);
  } catch (thrown) {
    const problem = toOperationError(thrown);
    if (!WANTS_CREDENTIALS.has(problem.kind)) throw notEngineIo(plan, target, problem);
  }
  return address;
}

/**
 * Makes sure that the plan's connections fit into this process's limit of file descriptors.
 * @throws StartError with the command that raises it
 */
export function checkFileDescriptors(plan: RunPlan): void {
  const needed = plan.users + plan.limits.httpConcurrency + DESCRIPTORS_BESIDE;
  const limit = descriptorLimit();
  if (needed <= limit) return;
  throw new StartError(
    `The plan needs ${formatCount(needed)} file descriptors for its ${formatCount(plan.users)} connections, and this process may open ${formatCount(limit)}.`,
    { hint: `Raise the limit in this shell first: ulimit -n ${needed}` },
  );
}

async function findAddress(target: URL): Promise<string> {
  let problem: OperationError | undefined;
  for (const candidate of candidatesOf(target)) {
    try {
      await probeAddress(candidate);
      return candidate.href.replace(/\/$/, '');
    } catch (thrown) {
      problem ??= toOperationError(thrown);
    }
  }
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

function probeAddress({ hostname, port, protocol }: URL): Promise<void> {
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  return probeTcp(hostname.replace(/^\[|\]$/g, ''), number, TCP_TIMEOUT_MS);
}

function notEngineIo(plan: RunPlan, target: URL, problem: OperationError): StartError {
  const { path } = plan.dialect.socket;
  return new StartError(
    `Something answers at ${target.origin}, but it is no Socket.IO server at ${path}: ${problem.message} (${problem.kind}).`,
    {
      hint: `Check --target, and the socket path of the dialect "${plan.dialect.name}" (socket.path, now ${path}).`,
      cause: problem,
    },
  );
}

function descriptorLimit(): number {
  try {
    const line = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'latin1'));
    if (line !== null) return toLimit(line[1] ?? '');
  } catch {
    // No /proc outside Linux: a shell inherits our limit and can tell it.
    try {
      return toLimit(execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'latin1' }).trim());
    } catch {
      return Infinity;
    }
  }
  return Infinity;
}

function toLimit(text: string): number {
  const limit = Number(text);
  return Number.isInteger(limit) ? limit : Infinity;
}
