import type { RunPlan } from '#dist/core/plan.js';
import { type RunHandle, type RunOptions, startRun } from '#dist/engine/main/run.js';
import type { FromWorker, ToWorker, WorkerStart } from '#dist/engine/messages.js';
import { WorkerRun } from '#dist/engine/worker/worker-run.js';
import type { StartWorker, WorkerListener, WorkerPort } from '#dist/engine/worker-port.js';

/** What goes wrong between the main side and one worker. */
export interface Trouble {
  readonly role: WorkerStart['role'];
  /** What it says of these types comes so many milliseconds late. */
  readonly late?: { readonly type: FromWorker['type']; readonly phase?: string; readonly byMs: number };
  /** It dies when it is told something of this type, or before it is told anything. */
  readonly diesAt?: ToWorker['type'] | 'start';
  /** What it dies of. */
  readonly of?: Error;
}

/** A whole worker in the thread of the test: the real one, behind the port that a thread has. */
class InProcessWorker implements WorkerPort {
  readonly role: WorkerStart['role'];
  isAlive = true;
  readonly #run: WorkerRun;
  readonly #listener: WorkerListener;
  readonly #trouble: Trouble | undefined;
  readonly #told: ToWorker['type'][];

  constructor(start: WorkerStart, listener: WorkerListener, trouble: Trouble | undefined, told: ToWorker['type'][]) {
    this.role = start.role;
    this.#listener = listener;
    this.#trouble = trouble;
    this.#told = told;
    this.#run = new WorkerRun(structuredClone(start), (message) => this.#say(structuredClone(message)));
    if (trouble?.diesAt === 'start') void this.#die();
  }

  send(message: ToWorker): void {
    if (!this.isAlive) return;
    this.#told.push(message.type);
    if (message.type === this.#trouble?.diesAt) void this.#die();
    else void this.#run.handle(structuredClone(message));
  }

  async end(): Promise<void> {
    this.isAlive = false;
    await this.#run.handle({ type: 'close' });
  }

  async terminate(): Promise<void> {
    await this.end();
  }

  #say(message: FromWorker): void {
    const late = this.#trouble?.late;
    const isLate =
      message.type === late?.type && (late.phase === undefined || ('phase' in message && message.phase === late.phase));
    const pass = (): void => {
      if (this.isAlive) this.#listener.onMessage(message);
    };
    if (isLate) setTimeout(pass, late?.byMs);
    else setImmediate(pass);
  }

  async #die(): Promise<void> {
    await this.end();
    this.#listener.onDeath(this.#trouble?.of ?? new Error('it was told to'));
  }
}

/** Starts workers in the thread of the test. @param told takes what each role is told, in order */
export function inProcess(
  troubles: readonly Trouble[] = [],
  told = new Map<WorkerStart['role'], ToWorker['type'][]>(),
): StartWorker {
  return (start, listener) => {
    const heard: ToWorker['type'][] = [];
    told.set(start.role, heard);
    return new InProcessWorker(
      start,
      listener,
      troubles.find(({ role }) => role === start.role),
      heard,
    );
  };
}

/** Starts a run whose workers are in the thread of the test: what is not about threads need not wait for their start. */
export function startRunHere(plan: RunPlan, options: RunOptions = {}): RunHandle {
  return startRun(plan, { ...options, startWorker: inProcess() });
}
