import { StartError } from '../../core/errors.js';
import { printable } from '../../core/text.js';
import type { RunPlan } from '../../core/plan.js';
import { PHASE_TABLE, type PhaseName } from '../../core/phases.js';
import { formatCount, formatTime } from '../../core/units.js';
import type { Failure, OversizedFrame, WorkerStart } from '../messages.js';

/** The error for a phase in which everything failed: what, with the most frequent reason, and what to try. */
export function nobodyManaged(phase: PhaseName, failures: readonly Failure[], plan: RunPlan): StartError {
  const words = PHASE_TABLE[phase].setUp;
  const most = mergeFailures(failures)[0];
  const reason = most === undefined ? '' : `: ${printable(most.example)} (${most.kind}, ${most.count} times)`;
  const hint = (most?.kind === 'network.timeout' ? hintForTimeouts(phase, plan) : undefined) ?? words?.hint;
  return new StartError(`${words?.nobody ?? `Phase ${phase} failed`}${reason}.`, hint === undefined ? {} : { hint });
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

/** What became of a worker that ended without having been asked to. */
export function describeDeath(role: WorkerStart['role'], { message }: Error): string {
  const who = role === 'canary' ? 'The observers’ worker' : `Worker ${role}`;
  return `${who} died: ${printable(message)}. What it had counted until its last second is in the report.`;
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
