import { inEnglish, message } from '../../core/language/words.js';
import { type OperationError, toOperationError } from '../../core/operation-error.js';
import { type RunPlan, targetsOf } from '../../core/plan.js';
import type { RunSecrets } from '../../core/run-secrets.js';
import { portOf } from '../../net/dial.js';
import { DialGuard, LOOPBACK_ONLY } from '../../net/dial-guard.js';
import { type Endpoint, guardOf } from '../../net/endpoint.js';
import { probeTcp } from '../../net/probe-tcp.js';
import { nothingAnswers } from './preflight-reasons.js';
import { findSocket } from './socket-search.js';

const TCP_TIMEOUT_MS = 3000;
/** What `localhost` may mean. */
const LOOPBACK_ADDRESSES = { '127.0.0.1': '127.0.0.1', '[::1]': '::1' } as const;

/** What a target is looked for with, beside the plan. */
export interface SearchMeans {
  readonly secrets: RunSecrets;
  /** PEM certificates of authorities that are trusted beside those of the system. */
  readonly certificates: readonly string[];
}

/** A target that was found. */
export interface FoundTarget {
  readonly endpoint: Endpoint;
  /** The target's base URL with the address that answered in the place of `localhost`. */
  readonly address: string;
  /** Sentences about it that belong into the report. */
  readonly notices: readonly string[];
}

/** Does anything listen at this URL? @param allowedHosts beside this machine */
export async function answersTarget(url: string, allowedHosts: readonly string[] = []): Promise<boolean> {
  const candidates = candidatesOf(new URL(url));
  const guard = allowedHosts.length === 0 ? LOOPBACK_ONLY : new DialGuard(allowedHosts);
  const results = await Promise.allSettled(candidates.map((candidate) => probeAddress(candidate, guard)));
  return results.some(({ status }) => status === 'fulfilled');
}

/**
 * Finds the address that answers (`localhost` is tried on both) and makes sure that a chat server of the dialect's protocol is there,
 * or at least nothing that could not be one for who logs in.
 * @throws StartError that says which step failed, with what, and what to try
 */
export async function findTarget(plan: RunPlan, { secrets, certificates }: SearchMeans): Promise<FoundTarget> {
  const trust = { certificates, isInsecure: plan.insecure };
  const given: Endpoint = { base: plan.target, addresses: {}, socketPath: plan.dialect.socket.path, trust };
  const url = await findAddress(new URL(plan.target), guardOf(given, plan));
  const endpoint = { ...given, addresses: addressesOf(new URL(plan.target), url) };
  const { socketPath, notices } = await findSocket(plan, secrets, endpoint);
  return {
    endpoint: { ...endpoint, socketPath },
    address: url.href.replace(/\/$/, ''),
    notices: plan.insecure ? [inEnglish(message('notice.unchecked')), ...notices] : notices,
  };
}

/**
 * Finds every entrance of a plan's chat, one after the other.
 * @returns at least one, in the order of the plan
 * @throws StartError as {@link findTarget} does, for the first that is not found
 */
export async function findTargets(
  plan: RunPlan,
  means: SearchMeans,
): Promise<readonly [FoundTarget, ...FoundTarget[]]> {
  const [first, ...others] = targetsOf(plan);
  const found: [FoundTarget, ...FoundTarget[]] = [await findTarget({ ...plan, target: first }, means)];
  for (const target of others) found.push(await findTarget({ ...plan, target }, means));
  return found;
}

/** @returns the candidate that answers @throws StartError */
async function findAddress(target: URL, guard: DialGuard): Promise<URL> {
  let problem: OperationError | undefined;
  for (const candidate of candidatesOf(target)) {
    try {
      await probeAddress(candidate, guard);
      return candidate;
    } catch (thrown) {
      problem ??= toOperationError(thrown);
    }
  }
  throw nothingAnswers(target, problem);
}

/** `localhost` may mean either loopback address, and a server listens perhaps on one. */
function candidatesOf(target: URL): URL[] {
  if (target.hostname !== 'localhost') return [target];
  return Object.keys(LOOPBACK_ADDRESSES).map((hostname) => {
    const candidate = new URL(target);
    candidate.hostname = hostname;
    return candidate;
  });
}

/** The address that answered, by the name that the user gave. */
function addressesOf(target: URL, found: URL): Endpoint['addresses'] {
  const address = (LOOPBACK_ADDRESSES as Readonly<Record<string, string>>)[found.hostname];
  return target.hostname === found.hostname || address === undefined ? {} : { [target.hostname]: address };
}

function probeAddress(url: URL, guard: DialGuard): Promise<void> {
  return probeTcp(url.hostname, portOf(url), TCP_TIMEOUT_MS, guard);
}
