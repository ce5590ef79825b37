import { Worker } from 'node:worker_threads';
import { messageOf } from '../../core/errors.js';
import type { FromWorker, ToWorker, WorkerStart } from '../messages.js';
import { type StartWorker, WORKER_ENTRY, type WorkerListener, type WorkerPort } from '../worker-port.js';

/** How long a thread may take to end by itself. */
const END_TIMEOUT_MS = 3000;

/**
 * What is new in a thread's heap lives in a space of this size until it has proved to last. Node's default is six times as
 * much, which saves a thread that makes next to no garbage nothing and costs the process that memory.
 */
const YOUNG_GENERATION_MB = 8;

/** A worker in a thread of its own. */
class ThreadWorker implements WorkerPort {
  readonly role: WorkerStart['role'];
  isAlive = true;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;

  constructor(start: WorkerStart, listener: WorkerListener) {
    this.role = start.role;
    this.#worker = new Worker(WORKER_ENTRY, {
      workerData: start,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.#worker.on('message', (message: FromWorker) => listener.onMessage(message));
    const died = (cause: Error): void => {
      if (!this.isAlive) return;
      this.isAlive = false;
      listener.onDeath(cause);
    };
    this.#worker.on('error', (thrown) => died(thrown instanceof Error ? thrown : new Error(messageOf(thrown))));
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        died(new Error(`it ended with code ${code}`));
        resolve();
      });
    });
  }

  send(message: ToWorker): void {
    if (this.isAlive) this.#worker.postMessage(message);
  }

  async end(): Promise<void> {
    if (this.isAlive) {
      this.isAlive = false;
      this.#worker.postMessage({ type: 'close' } satisfies ToWorker);
    }
    const timer = setTimeout(() => void this.#worker.terminate(), END_TIMEOUT_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  async terminate(): Promise<void> {
    this.isAlive = false;
    await this.#worker.terminate();
  }
}

/** Starts a worker in a thread of its own. */
export const startThread: StartWorker = (start, listener) => new ThreadWorker(start, listener);
