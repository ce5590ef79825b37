import { sleep } from '../core/clock.js';
import { HOST_NOT_ALLOWED, type OperationError, RATE_LIMITED, toOperationError } from '../core/operation-error.js';

const ATTEMPTS = 3;
const FIRST_DELAY_MS = 150;
const LONGEST_DELAY_MS = 5000;
/** Of a server that asks to wait and does not say how long: half a minute in all. */
const MOST_GUESSED_WAITS = 10;

/** When to try again, and who is told. */
export interface Retries {
  /** May it be tried again after this failure? */
  readonly mayRepeat: (problem: OperationError) => boolean;
  /** Told of every failure after which it is tried again: a server that refused did so, whatever came of it later. */
  readonly onRepeat?: (problem: OperationError) => void;
  /** A server that asks to wait for longer is not waited for, milliseconds. */
  readonly mostWaitMs?: number;
}

/**
 * Tries an operation again, with growing delays, as long as that is harmless. A server that asks to wait has not performed it: that
 * is waited for as long as it says, and is no attempt.
 * @param operation gets the number of the attempt, from 1
 * @throws OperationError of the last try
 */
export async function withRetries<T>(
  operation: (attempt: number) => Promise<T>,
  { mayRepeat, onRepeat, mostWaitMs = Number.POSITIVE_INFINITY }: Retries,
  signal: AbortSignal,
): Promise<T> {
  let waits = 0;
  for (let attempt = 1; ; ) {
    try {
      return await operation(attempt);
    } catch (thrown) {
      const problem = toOperationError(thrown);
      const isLimited = problem.kind === RATE_LIMITED;
      const { retryAfterMs } = problem;
      const isOver = isLimited
        ? (retryAfterMs ?? 0) > mostWaitMs || (retryAfterMs === undefined && waits === MOST_GUESSED_WAITS)
        : attempt === ATTEMPTS || !mayRepeat(problem);
      if (isOver || signal.aborted) throw problem;
      onRepeat?.(problem);
      const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (isLimited ? waits : attempt - 1));
      if (isLimited) waits++;
      else attempt++;
      // Servers say whole seconds, and some begin anew a moment after them.
      await sleep(isLimited && retryAfterMs !== undefined ? retryAfterMs + delayMs : delayMs, signal);
    }
  }
}

/** What is told of the first attempt, which begins anew when the server has asked to wait; nothing of the others. */
export function atFirst(attempt: number, begin: () => void): (() => void) | undefined {
  return attempt === 1 ? begin : undefined;
}

/** Failures that pass: the network's, our own shortage, a server that is overloaded; not a refusal, and not one of ours. */
export function isPassing({ kind }: OperationError): boolean {
  if (kind === HOST_NOT_ALLOWED) return false;
  return /^(network|generator)\./.test(kind) || /^server\.(http-(429|5\d\d)|closed-early)$/.test(kind);
}
