import { sleep } from '../core/clock.js';
import { HOST_NOT_ALLOWED, type OperationError, toOperationError } from '../core/operation-error.js';

const ATTEMPTS = 3;
const FIRST_DELAY_MS = 150;

/** When to try again, and who is told. */
export interface Retries {
  /** May it be tried again after this failure? */
  readonly mayRepeat: (problem: OperationError) => boolean;
  /** Told of every failure after which it is tried again: a server that refused did so, whatever came of it later. */
  readonly onRepeat?: (problem: OperationError) => void;
}

/**
 * Tries an operation again, with growing delays, as long as that is harmless.
 * @throws OperationError of the last try
 */
export async function withRetries<T>(
  operation: (attempt: number) => Promise<T>,
  { mayRepeat, onRepeat }: Retries,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation(attempt);
    } catch (thrown) {
      const problem = toOperationError(thrown);
      if (attempt === ATTEMPTS || signal.aborted || !mayRepeat(problem)) throw problem;
      onRepeat?.(problem);
      await sleep(FIRST_DELAY_MS * 2 ** (attempt - 1), signal);
    }
  }
}

/** Failures that pass: the network's, our own shortage, a server that is overloaded; not a refusal, and not one of ours. */
export function isPassing({ kind }: OperationError): boolean {
  if (kind === HOST_NOT_ALLOWED) return false;
  return /^(network|generator)\./.test(kind) || /^server\.(http-(429|5\d\d)|closed-early)$/.test(kind);
}
