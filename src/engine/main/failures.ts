import { StartError } from '../../core/errors.js';
import { PHASE_TABLE, type PhaseName } from '../../core/phases.js';
import type { RunPlan } from '../../core/plan.js';
import { printable } from '../../core/text.js';
import { formatCount, formatTime } from '../../core/units.js';
import type { Failure, HeardEvent, OversizedFrame, WorkerStart } from '../messages.js';
import { adviceForEntering, type EnteringPhase } from './entering-advice.js';
import { adviceForStatus } from './status-advice.js';
import { whatCame } from './what-came.js';

/** What failed in a phase. */
export interface PhaseFailures {
  readonly phase: PhaseName;
  readonly failures: readonly Failure[];
}

/** A phase in which everything failed. */
export interface FailedPhase extends PhaseFailures {
  /** What failed in the phases before it. */
  readonly earlier?: readonly PhaseFailures[];
  /** Events that had come until then. */
  readonly heard?: readonly HeardEvent[];
}

/** The error for a phase in which everything failed: what, with the most frequent reason, what failed or came before, and what to try. */
export function nobodyManaged({ phase, failures, earlier = [], heard = [] }: FailedPhase, plan: RunPlan): StartError {
  const words = PHASE_TABLE[phase].setUp;
  const most = mergeFailures(failures)[0];
  const reason = most === undefined ? '' : `: ${reasonOf(most)}`;
  const before = earlier.filter((other) => other.failures.length > 0);
  const failed = before.map((other) => `${other.phase}: ${mergeFailures(other.failures).map(reasonOf).join(', ')}`);
  const came = isEntering(phase) ? whatCame({ events: heard, endings: [] }) : '';
  const message = [
    `${words?.nobody ?? `Phase ${phase} failed`}${reason}.`,
    ...(failed.length === 0 ? [] : [`Before that failed ${failed.join('; ')}.`]),
    ...(came === '' ? [] : [`Meanwhile came ${came}.`]),
  ].join(' ');
  const [first] = before;
  const missing = isEntering(phase) ? adviceForEntering(phase, plan.dialect, heard, most) : undefined;
  const hint =
    first === undefined
      ? (hintOf(phase, most, plan) ?? hintForStatus(phase, most) ?? missing ?? words?.hint)
      : hintForEarlier(first, words?.hint, plan);
  return new StartError(message, hint === undefined ? {} : { hint });
}

/** What to do about what failed first: it may be why the rest did. @param usual the hint of the phase that everybody failed in */
function hintForEarlier({ phase, failures }: PhaseFailures, usual: string | undefined, plan: RunPlan): string {
  const [most] = mergeFailures(failures);
  const advice = hintForStatus(phase, most) ?? usual ?? '';
  return (
    hintOf(phase, most, plan) ??
    `What failed first, in the phase ${phase}, may be the reason for the rest. ${advice}`.trimEnd()
  );
}

/** In these phases events tell users that they are in. */
function isEntering(phase: PhaseName): phase is EnteringPhase {
  return phase === 'connect' || phase === 'join';
}

function reasonOf({ kind, count, example }: Failure): string {
  return `${printable(example)} (${kind}, ${count} times)`;
}

/** What to do about some kinds of failures, whatever the phase. */
function hintOf(phase: PhaseName, most: Failure | undefined, plan: RunPlan): string | undefined {
  switch (most?.kind) {
    case 'network.timeout':
      return hintForTimeouts(phase, plan);
    case 'server.http-429':
    case 'server.rate-limited':
      return 'The server limits how often it may be asked: let the dialect keep to that (http.rate: 5/s), or raise the limit for the test.';
    default:
      return undefined;
  }
}

/** The HTTP steps of the dialect, by the phases that take them. */
const STEPS: { readonly [N in PhaseName]?: string } = { register: 'register', login: 'login', rooms: 'createRoom' };

/** What an answer's status says of a step. */
function hintForStatus(phase: PhaseName, most: Failure | undefined): string | undefined {
  const [step, status] = [STEPS[phase], /^server\.http-(\d+)$/.exec(most?.kind ?? '')?.[1]];
  return step === undefined || status === undefined ? undefined : adviceForStatus(`http.${step}`, Number(status));
}

/** What decides how long an answer about users takes, and may take. */
function hintForTimeouts(phase: PhaseName, { limits, dialect }: RunPlan): string | undefined {
  if (phase !== 'register' && phase !== 'login') return undefined;
  const size = dialect.http[phase]?.batch?.size;
  const batch = size === undefined ? '' : `, http.${phase}.batch.size of the dialect (${size})`;
  return `An answer may take ${formatTime(limits.httpTimeoutMs)} (limits.httpTimeout): raise that, or lower limits.httpConcurrency (${limits.httpConcurrency})${batch}; a server that hashes passwords takes its time for each user.`;
}

/** The error for messages that the server says it does not take. */
export function tooLarge({ frameBytes, maxPayloadBytes }: OversizedFrame): StartError {
  return new StartError(
    `The server takes no message above ${formatCount(maxPayloadBytes)} bytes (maxPayload in its handshake, maxHttpBufferSize in its settings), and the largest of this run has ${formatCount(frameBytes)}: it would close the connection of whoever sends it.`,
    { hint: 'Raise the server’s maxHttpBufferSize, or take a theme with shorter texts; see --theme.' },
  );
}

/** What is said of a phase that was ended after its limit. */
export function overdueNote(phase: PhaseName, limitMs: number): string {
  return phase === 'audit'
    ? `The audit was ended after its limit of ${formatTime(limitMs)} (limits.auditTimeout): what it had not looked at by then is not checkable. A sample takes less: --audit=10%.`
    : `Phase ${phase} was ended after its limit of ${formatTime(limitMs)}; whoever was not done by then is left out.`;
}

/** A worker at the beginning of a sentence. */
export function workerTitle(role: WorkerStart['role']): string {
  return role === 'canary' ? 'The observers’ worker' : `Worker ${role}`;
}

/** What became of a worker that ended without having been asked to. */
export function describeDeath(role: WorkerStart['role'], { message }: Error): string {
  return `${workerTitle(role)} died: ${printable(message)}. What it had counted until its last second is in the report.`;
}

/** Sentences about what failed in a phase, the most frequent first. */
export function describeFailures(phase: PhaseName, failures: readonly Failure[]): string[] {
  return mergeFailures(failures).map(
    ({ kind, count, example }) => `${phase}: ${count} failed with ${kind}, for example: ${printable(example)}`,
  );
}

/** Failures by kind, the most frequent first. */
export function mergeFailures(failures: readonly Failure[]): Failure[] {
  const byKind = new Map<string, Failure>();
  for (const failure of failures) {
    const known = byKind.get(failure.kind);
    byKind.set(failure.kind, known === undefined ? failure : { ...known, count: known.count + failure.count });
  }
  return [...byKind.values()].toSorted((a, b) => b.count - a.count);
}
