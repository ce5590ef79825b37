import { StartError } from '../../core/errors.js';
import { recognised } from '../../core/language/recognise.js';
import type { AnyMessage, Text } from '../../core/language/template.js';
import { inEnglish, message } from '../../core/language/words.js';
import { isSetUp, type PhaseName } from '../../core/phases.js';
import type { RunPlan } from '../../core/plan.js';
import { printable } from '../../core/text.js';
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
  const most = mergeFailures(failures)[0];
  const what = isSetUp(phase) ? message(`phase.nobody.${phase}`) : `Phase ${phase} failed`;
  const before = earlier.filter((other) => other.failures.length > 0);
  const came = isEntering(phase) ? whatCame({ events: heard, endings: [] }) : undefined;
  const parts = [
    most === undefined ? message('phase.nobody', { what }) : message('phase.nobody.why', { what, ...reasonOf(most) }),
    ...(before.length === 0 ? [] : [message('phase.before', { phases: before.map(failedBefore) })]),
    ...(came === undefined ? [] : [message('phase.meanwhile', { came })]),
  ];
  const [first] = before;
  const missing = isEntering(phase) ? adviceForEntering(phase, plan.dialect, heard, most) : undefined;
  const usual = usualHintOf(phase);
  const hint =
    first === undefined
      ? (hintOf(phase, most, plan) ?? hintForStatus(phase, most) ?? missing ?? usual)
      : hintForEarlier(first, usual, plan);
  return new StartError(message('list.sentences', { parts }), hint === undefined ? {} : { hint });
}

function failedBefore({ phase, failures }: PhaseFailures): AnyMessage {
  const reasons = mergeFailures(failures).map((failure) => message('phase.reason', reasonOf(failure)));
  return message('phase.before.one', { phase: message(`phase.${phase}`), reasons });
}

/** What to look at when nobody managed a phase; undefined for those that set nothing up. */
export function usualHintOf(phase: PhaseName): AnyMessage | undefined {
  return isSetUp(phase) ? message(`phase.hint.${phase}`) : undefined;
}

/** What to do about what failed first: it may be why the rest did. @param usual the hint of the phase that everybody failed in */
function hintForEarlier({ phase, failures }: PhaseFailures, usual: AnyMessage | undefined, plan: RunPlan): AnyMessage {
  const [most] = mergeFailures(failures);
  const advice = hintForStatus(phase, most) ?? usual ?? '';
  return hintOf(phase, most, plan) ?? message('phase.first', { phase: message(`phase.${phase}`), advice });
}

/** In these phases events tell users that they are in. */
function isEntering(phase: PhaseName): phase is EnteringPhase {
  return phase === 'connect' || phase === 'join';
}

function reasonOf({ kind, count, example }: Failure): {
  readonly example: Text;
  readonly kind: string;
  readonly count: number;
} {
  return { example: recognised(printable(example)), kind, count };
}

/** What to do about some kinds of failures, whatever the phase. */
function hintOf(phase: PhaseName, most: Failure | undefined, plan: RunPlan): AnyMessage | undefined {
  switch (most?.kind) {
    case 'network.timeout':
      return hintForTimeouts(phase, plan);
    case 'server.http-429':
    case 'server.rate-limited':
      return message('phase.limited');
    default:
      return undefined;
  }
}

/** The HTTP steps of the dialect, by the phases that take them. */
const STEPS: { readonly [N in PhaseName]?: string } = { register: 'register', login: 'login', rooms: 'createRoom' };

/** What an answer's status says of a step. */
function hintForStatus(phase: PhaseName, most: Failure | undefined): AnyMessage | undefined {
  const [step, status] = [STEPS[phase], /^server\.http-(\d+)$/.exec(most?.kind ?? '')?.[1]];
  return step === undefined || status === undefined ? undefined : adviceForStatus(`http.${step}`, Number(status));
}

/** What decides how long an answer about users takes, and may take. */
function hintForTimeouts(phase: PhaseName, { limits, dialect }: RunPlan): AnyMessage | undefined {
  if (phase !== 'register' && phase !== 'login') return undefined;
  const size = dialect.http[phase]?.batch?.size;
  return message('phase.timeout', {
    time: limits.httpTimeoutMs,
    concurrency: limits.httpConcurrency,
    batch: size === undefined ? '' : message('phase.timeout.batch', { phase, size }),
  });
}

/** The error for messages that the server says it does not take. */
export function tooLarge({ frameBytes, maxPayloadBytes }: OversizedFrame): StartError {
  const hint = message('phase.too-large.hint');
  return new StartError(message('phase.too-large', { most: maxPayloadBytes, size: frameBytes }), { hint });
}

/** What is said of a phase that was ended after its limit. */
export function overdueNote(phase: PhaseName, limitMs: number): string {
  return inEnglish(
    phase === 'audit'
      ? message('notice.overdue.audit', { limit: limitMs })
      : message('notice.overdue', { phase: message(`phase.${phase}`), limit: limitMs }),
  );
}

/** A worker at the beginning of a sentence. */
export function workerTitle(role: WorkerStart['role']): AnyMessage {
  return role === 'canary' ? message('notice.worker.observers') : message('notice.worker', { number: role });
}

/** What became of a worker that ended without having been asked to. */
export function describeDeath(role: WorkerStart['role'], { message: why }: Error): string {
  return inEnglish(message('notice.worker-died', { worker: workerTitle(role), why: printable(why) }));
}

/** Sentences about what failed in a phase, the most frequent first. */
export function describeFailures(phase: PhaseName, failures: readonly Failure[]): string[] {
  return mergeFailures(failures).map(({ kind, count, example }) => {
    const what = { phase: message(`phase.${phase}`), count: String(count), kind, example: printable(example) };
    return inEnglish(message('notice.phase-failures', what));
  });
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
