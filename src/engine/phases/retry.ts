import { sleep } from '../../core/clock.js';
import { type OperationError, toOperationError } from '../../core/operation-error.js';

const ATTEMPTS = 3;
const FIRST_DELAY_MS = 150;

/**
 * Tries an operation again, with growing delays, as long as that is harmless.
 * @param mayRepeat may it be tried again after this failure?
 * @throws OperationError of the last try
 */
export async function withRetries<T>(
  operation: (attempt: number) => Promise<T>,
  mayRepeat: (problem: OperationError) => boolean,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation(attempt);
    } catch (thrown) {
      const problem = toOperationError(thrown);
      if (attempt === ATTEMPTS || signal.aborted || !mayRepeat(problem)) throw problem;
      await sleep(FIRST_DELAY_MS * 2 ** (attempt - 1), signal);
    }
  }
}

/** Failures that pass: the network's, our own shortage, a server that is overloaded; not a refusal. */
export function isPassing({ kind }: OperationError): boolean {
  return /^(network|generator)\./.test(kind) || /^server\.(http-(429|5\d\d)|closed-early)$/.test(kind);
}
