import type { FromWorker, ToWorker, WorkerStart } from './messages.js';

/** Who listens to one worker. */
export interface WorkerListener {
  /** It said something. */
  onMessage(message: FromWorker): void;
  /** It ended without having been asked to, of this. Called once at most. */
  onDeath(cause: Error): void;
}

/**
 * The main side of one worker, wherever it runs: in a thread (`main/thread-worker.ts`), in this thread (a test), on another machine.
 * What goes through it is plain data.
 */
export interface WorkerPort {
  readonly role: WorkerStart['role'];
  /** Still running, as far as we know. */
  readonly isAlive: boolean;
  /** Tells it something; what is said to a worker that has ended is dropped. */
  send(message: ToWorker): void;
  /** Ends it: in good order, or by force when that takes too long. */
  end(): Promise<void>;
  /** Ends it at once. */
  terminate(): Promise<void>;
}

/** What a thread of a worker runs, as it is built: `worker/worker.ts` with all that it needs. */
export const WORKER_ENTRY = new URL('../../bundle/engine/worker.js', import.meta.url);

/** What the thread runs that wakes the others, as it is built: `pacing/pacer.ts`. */
export const PACER_ENTRY = new URL('../../bundle/engine/pacer.js', import.meta.url);

/** Starts a worker, which says `ready` as soon as it listens. */
export type StartWorker = (start: WorkerStart, listener: WorkerListener) => WorkerPort;
