import type { ErrorKind } from '../../core/error-kinds.js';
import { toOperationError } from '../../core/operation-error.js';
import { SILENT } from '../../wire/silent.js';
import type { FailureCount, Tally } from './tally.js';

/** Kinds of failures by which a target shows that it is reached. */
const IS_REACHED: ReadonlySet<ErrorKind> = new Set(['network.ECONNREFUSED', 'network.ECONNRESET']);

/**
 * Finds out whom to blame for connections on which nothing came any more: a server that was silent, or a network that was cut. Both
 * look alike on the connection, but a server that is reached is asked in vain, and a network that is cut reaches nobody.
 */
export class SilenceJudge {
  readonly #tally: Tally;
  readonly #reach: () => Promise<void>;
  readonly #at: FailureCount | undefined;
  /** Connections that were given up, and about which nothing is known yet. */
  #pending = 0;
  #isAsking = false;

  /**
   * @param reach opens a connection to the target and closes it again; rejects with an OperationError when there is none
   * @param at where its connections are counted, too
   */
  constructor(tally: Tally, reach: () => Promise<void>, at?: FailureCount) {
    this.#at = at;
    this.#tally = tally;
    this.#reach = reach;
  }

  /** Counts a connection that was given up for its silence, as soon as it is known whose that was. */
  count(): void {
    this.#pending++;
    if (!this.#isAsking) void this.#ask();
  }

  /** Counts what is not known yet as such, since nothing is waited for any more. */
  settle(): void {
    this.#countAll('network.unknown');
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    let isReached = true;
    try {
      await this.#reach();
    } catch (thrown) {
      isReached = IS_REACHED.has(toOperationError(thrown).kind);
    }
    this.#isAsking = false;
    this.#countAll(isReached ? SILENT : 'network.silent');
  }

  #countAll(kind: ErrorKind): void {
    for (; this.#pending > 0; this.#pending--) this.#tally.fail(kind, undefined, this.#at);
  }
}
