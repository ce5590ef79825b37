import { aborted } from '../../../core/aborted.js';
import { nowUs } from '../../../core/clock.js';
import type { ErrorKind } from '../../../core/error-kinds.js';
import { INTERRUPTED, type OperationError, toOperationError } from '../../../core/operation-error.js';
import { BucketCounter } from '../../../metrics/bucket-counter.js';
import type { Failure, PhaseTally } from '../../messages.js';
import type { WorkerContext } from '../context.js';
import type { FailureCount, Tally } from '../tally.js';

/** One phase of a run inside one worker: same shape for all, own numbers. */
export interface Phase {
  /** Performs it. Failures go to the meter, not to the caller; an aborted signal ends it early. */
  run(context: WorkerContext, meter: PhaseMeter, signal: AbortSignal): Promise<void>;
  /**
   * Does it end when the server answers nobody any more: as soon as somebody has waited in vain for an answer while nobody has got any
   * since the phase began (`first`), or while that somebody waited (`ever`)?
   */
  readonly endsInSilence?: Silence;
}

/** When a silence ends a phase, see {@link Phase.endsInSilence}. */
export type Silence = 'first' | 'ever';

/** What the clocks of timers may lack of the whole time that an answer may take. */
const TIMER_SHARE = 0.95;

/** Kinds of failures of which each has cost the whole time that an answer may take. */
const TIMED_OUT: ReadonlySet<ErrorKind> = new Set(['network.timeout', 'server.join-timeout']);

/** Counts the operations of one phase. */
export class PhaseMeter {
  /** How many operations the phase is made of; set by the phase as soon as it knows. */
  total = 0;
  readonly latency = new BucketCounter();
  /** What is waited for beside, in an audit that looks again for what was not there. */
  notYetStored: (() => number) | undefined;
  #attempted = 0;
  #succeeded = 0;
  readonly #failures = new Map<string, { kind: Failure['kind']; count: number; example: string }>();
  readonly #tally: Tally;
  readonly #endsInSilence: Silence | undefined;
  readonly #answerTimeoutMs: number;
  /** When somebody was answered last, whatever the answer was. */
  #answeredAtUs = nowUs();
  readonly #silence = new AbortController();
  #isOver = false;
  /** What the first of those got who waited in vain. */
  #inVain: unknown;

  /**
   * @param endsInSilence see {@link Phase.endsInSilence}
   * @param answerTimeoutMs that an answer may take
   */
  constructor(tally: Tally, endsInSilence?: Silence, answerTimeoutMs = 0) {
    this.#tally = tally;
    this.#endsInSilence = endsInSilence;
    this.#answerTimeoutMs = answerTimeoutMs;
  }

  /** Aborts when the phase is to end because the server answers nobody. */
  get silence(): AbortSignal {
    return this.#silence.signal;
  }

  /** The phase is over: those that it did not wait for because of the silence have failed like the one who did, and nothing counts any more. */
  end(): void {
    if (this.#silence.signal.aborted) while (this.#attempted < this.total) this.fail(this.#inVain);
    this.#isOver = true;
  }

  get tally(): PhaseTally {
    return {
      total: Math.max(this.total, this.#attempted),
      attempted: this.#attempted,
      succeeded: this.#succeeded,
      failed: this.#attempted - this.#succeeded,
      ...(this.notYetStored === undefined ? {} : { notYetStored: this.notYetStored() }),
    };
  }

  get failures(): Failure[] {
    return [...this.#failures.values()];
  }

  /**
   * Performs, times and counts one operation; false when it failed.
   * @param operation may call `begin` when it begins in earnest, after it has waited for its turn
   * @param at where a failure is counted, too
   * @param plannedUs when it was to begin, if its time counts from then
   */
  async measure(
    operation: (begin: () => void) => Promise<unknown>,
    at?: FailureCount,
    plannedUs = nowUs(),
  ): Promise<boolean> {
    let startedAtUs = plannedUs;
    try {
      await operation(() => {
        startedAtUs = nowUs();
      });
      this.succeed(startedAtUs);
      return true;
    } catch (thrown) {
      this.fail(thrown, at);
      return false;
    }
  }

  /** Counts an operation that began at `startedAtUs` and has succeeded just now. */
  succeed(startedAtUs: number): void {
    if (this.#isOver) return;
    this.#attempted++;
    this.#succeeded++;
    this.#answeredAtUs = nowUs();
    this.#tally.counters.operations++;
    this.latency.record(nowUs() - startedAtUs);
  }

  /** Counts a try of an operation that failed and is made again: an error of the run, but not yet a failure of the phase. */
  readonly countRepeat = (problem: OperationError, at?: FailureCount): void => {
    if (this.#isOver) return;
    this.#tally.counters.operations++;
    this.#tally.fail(problem.kind, problem.said, at);
    this.#noteSilence(problem);
  };

  /** Counts an operation that failed for good. @param at where it is counted, too */
  fail(thrown: unknown, at?: FailureCount): void {
    const problem = toOperationError(thrown);
    const { kind, message, said } = problem;
    // What we cut short ourselves neither succeeded nor failed.
    if (kind === INTERRUPTED || this.#isOver) return;
    this.#attempted++;
    this.#tally.counters.operations++;
    this.#tally.fail(kind, said, at);
    const known = this.#failures.get(kind);
    if (known === undefined) this.#failures.set(kind, { kind, count: 1, example: message });
    else known.count++;
    this.#noteSilence(problem);
  }

  #noteSilence(problem: OperationError): void {
    if (!TIMED_OUT.has(problem.kind)) this.#answeredAtUs = nowUs();
    else if (this.#isSilent) {
      this.#inVain ??= problem;
      this.#silence.abort();
    }
  }

  /** Has nobody been answered while somebody has just waited in vain? */
  get #isSilent(): boolean {
    if (this.#endsInSilence !== 'ever') return this.#endsInSilence === 'first' && this.#succeeded === 0;
    return nowUs() - this.#answeredAtUs >= this.#answerTimeoutMs * 1000 * TIMER_SHARE;
  }
}

/**
 * Calls `visit` for every item, at most `concurrency` at once. When `signal` aborts, items not begun are left out and those
 * under way are not waited for.
 */
export async function forEachBounded<T>(
  items: readonly T[],
  concurrency: number,
  signal: AbortSignal,
  visit: (item: T) => Promise<unknown>,
): Promise<void> {
  const waiting = items.values();
  const work = async (): Promise<void> => {
    for (const item of waiting) {
      if (signal.aborted) return;
      await visit(item);
    }
  };
  const all = Promise.all(Array.from({ length: Math.max(1, Math.min(concurrency, items.length)) }, work));
  await Promise.race([all, aborted(signal)]);
}
