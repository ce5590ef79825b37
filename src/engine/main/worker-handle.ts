import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerStart } from '../messages.js';

/** How long a thread may take to end by itself. */
const END_TIMEOUT_MS = 3000;

/**
 * What is new in a thread's heap lives in a space of this size until it has proved to last. Node's default is six times as
 * much, which saves a thread that makes next to no garbage nothing and costs the process that memory.
 */
const YOUNG_GENERATION_MB = 8;

/** The main thread's side of one worker thread. */
export class WorkerHandle {
  readonly role: WorkerStart['role'];
  /** Still running, as far as we know. */
  alive = true;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;

  /**
   * Starts a thread.
   * @param onMessage takes what it says
   * @param onDeath is told when it ends without having been asked to, with what it died of
   */
  constructor(start: WorkerStart, onMessage: (message: FromWorker) => void, onDeath: (cause: Error) => void) {
    this.role = start.role;
    this.#worker = new Worker(new URL('../worker/worker.js', import.meta.url), {
      workerData: start,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.#worker.on('message', onMessage);
    const died = (cause: Error): void => {
      if (!this.alive) return;
      this.alive = false;
      onDeath(cause);
    };
    this.#worker.on('error', (thrown) => died(thrown instanceof Error ? thrown : new Error(String(thrown))));
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        died(new Error(`it ended with code ${code}`));
        resolve();
      });
    });
  }

  send(message: ToWorker): void {
    if (this.alive) this.#worker.postMessage(message);
  }

  /** Ends the thread: in good order, or by force when that takes too long. */
  async end(): Promise<void> {
    if (this.alive) {
      this.alive = false;
      this.#worker.postMessage({ type: 'close' } satisfies ToWorker);
    }
    const timer = setTimeout(() => void this.#worker.terminate(), END_TIMEOUT_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  /** Ends the thread at once. */
  async terminate(): Promise<void> {
    this.alive = false;
    await this.#worker.terminate();
  }
}
