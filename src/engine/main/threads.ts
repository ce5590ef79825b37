import { inEnglish, message } from '../../core/language/words.js';
import type { RunPlan } from '../../core/plan.js';
import type { StartWorker } from '../worker-port.js';
import { type Pacer, startPacer } from './pacer-thread.js';
import { startThread } from './thread-worker.js';

/** The threads of a run: those of its workers, and one that wakes them when something is due. */
export class Threads {
  readonly #plan: RunPlan;
  readonly #note: (sentence: string) => void;
  #pacer: Pacer | undefined;

  /** @param note takes a sentence for the report */
  constructor(plan: RunPlan, note: (sentence: string) => void) {
    this.#plan = plan;
    this.#note = note;
  }

  /** Are threads that wait for their next message woken by a pacer? */
  get arePaced(): boolean {
    return this.#pacer?.isAlive === true;
  }

  /** Starts a worker in a thread, and the pacer before the first. Where nothing is sent there is nothing to wake for. */
  readonly start: StartWorker = (start, listener) => {
    if (this.#plan.kind === 'run')
      this.#pacer ??= startPacer(this.#plan.workers + 1, ({ message: why }) => {
        this.#note(inEnglish(message('notice.waker', { why })));
      });
    return startThread({ ...start, alarms: this.#pacer?.memory }, listener);
  };

  /** Ends the pacer; workers are ended by who started them. */
  async end(): Promise<void> {
    await this.#pacer?.end();
  }
}
