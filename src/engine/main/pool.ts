import { waitAtMost } from '../../core/clock.js';
import { howToRaiseDescriptors } from '../../core/descriptors.js';
import { shortageOf } from '../../core/error-kinds.js';
import { StartError } from '../../core/errors.js';
import type { PhaseName } from '../../core/phases.js';
import { hasCanary } from '../../core/plan.js';
import { dealRooms } from '../../load/room-deal.js';
import { shardDeal } from '../../load/shards.js';
import { createPaceCell } from '../../wire/http-pace.js';
import type { FromWorker, ToWorker, WorkerStart, WorkerSummary } from '../messages.js';
import type { StartWorker, WorkerPort } from '../worker-port.js';
import type { PhaseAnswer } from './phase-sums.js';

/** Who listens to a pool. */
export interface PoolListener {
  onMessage(worker: WorkerPort, message: FromWorker): void;
  /** A worker ended without having been asked to. */
  onDeath(worker: WorkerPort, cause: Error): void;
}

/** What the workers know at the end. */
export interface PoolSummaries {
  /** Of the workers that answered. */
  readonly fleet: readonly WorkerSummary[];
  readonly canary: WorkerSummary | undefined;
}

/** A message of one type. */
type MessageOf<T extends FromWorker['type']> = Extract<FromWorker, { type: T }>;

/** An answer that several workers are to give. */
interface Waiter {
  readonly accepts: (message: FromWorker) => boolean;
  readonly pending: Set<WorkerPort>;
  readonly collected: Map<WorkerPort, FromWorker>;
  readonly resolve: () => void;
}

/** The workers of a run: one a shard, and one for the two observers. */
export class WorkerPool {
  readonly fleet: readonly WorkerPort[];
  readonly canary: WorkerPort | undefined;
  readonly #startWorker: StartWorker;
  readonly #listener: PoolListener;
  readonly #waiters = new Set<Waiter>();
  readonly #deaths: Error[] = [];
  /** What workers said of themselves that ended since, without having been asked. */
  readonly #lastWords = new Map<WorkerPort, WorkerSummary>();

  constructor(start: Omit<WorkerStart, 'role' | 'shards'>, startWorker: StartWorker, listener: PoolListener) {
    const { plan } = start;
    this.#startWorker = startWorker;
    this.#listener = listener;
    const shards = shardDeal(dealRooms(plan), plan.workers);
    const paceCell = plan.dialect.http.rate === undefined ? undefined : createPaceCell();
    const common = { ...start, shards: shards.length, paceCell };
    this.fleet = shards.map(({ index }) => this.#start({ ...common, role: index }));
    this.canary = hasCanary(plan) ? this.#start({ ...common, role: 'canary' }) : undefined;
  }

  /** The fleet and the observers, as far as they live. */
  get alive(): WorkerPort[] {
    return this.#all.filter(({ isAlive }) => isAlive);
  }

  get fleetAlive(): WorkerPort[] {
    return this.fleet.filter(({ isAlive }) => isAlive);
  }

  /** Tells all of them. */
  broadcast(message: ToWorker): void {
    for (const worker of this.alive) worker.send(message);
  }

  /**
   * Waits until each of `workers` has said that it listens, or has died.
   * @throws StartError when one could not be started for want of something
   */
  async ready(workers: readonly WorkerPort[]): Promise<void> {
    await this.#collect((message) => message.type === 'ready', workers);
    const cause = this.#deaths.find((death) => shortageOf(death) !== undefined);
    if (cause === undefined) return;
    throw new StartError(`Of the worker threads, ${this.#deaths.length} could not be started: ${cause.message}.`, {
      hint: howToRaiseDescriptors(),
      cause,
    });
  }

  /**
   * Tells each of `workers` something and waits until it has answered, or has died.
   * @returns the answers, in the order of `workers`, each with who gave it
   */
  async ask<T extends FromWorker['type']>(
    question: ToWorker,
    answer: T,
    workers: readonly WorkerPort[],
  ): Promise<[WorkerPort, MessageOf<T>][]> {
    const answers = this.#collect((message): message is MessageOf<T> => message.type === answer, workers);
    for (const worker of workers) worker.send(question);
    return await answers;
  }

  /** Waits for the end of a phase: what a worker that is late still says of an earlier one is not taken for it. */
  async phaseDone(phase: PhaseName, workers: readonly WorkerPort[]): Promise<PhaseAnswer[]> {
    const isOfPhase = (message: FromWorker): message is PhaseAnswer =>
      message.type === 'phase-done' && message.phase === phase;
    return (await this.#collect(isOfPhase, workers)).map(([, report]) => report);
  }

  /** Asks every worker what it knows; those that do not answer within `timeoutMs` are left out. */
  async summarise(timeoutMs: number): Promise<PoolSummaries> {
    const fleet: WorkerSummary[] = [];
    let canary: WorkerSummary | undefined;
    const ask = async (worker: WorkerPort): Promise<void> => {
      const [answer] = await this.ask({ type: 'summarise' }, 'summary', [worker]);
      if (worker.role === 'canary') canary = answer?.[1].summary;
      else if (answer !== undefined) fleet.push(answer[1].summary);
    };
    await waitAtMost(timeoutMs, Promise.all(this.alive.map(ask)));
    for (const [worker, summary] of this.#lastWords) {
      if (worker.isAlive) continue;
      if (worker.role === 'canary') canary ??= summary;
      else fleet.push(summary);
    }
    return { fleet: [...fleet], canary };
  }

  /** Ends every worker in good order. */
  async end(): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.end()));
  }

  /** Ends every worker at once. */
  async terminate(): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.terminate()));
  }

  get #all(): WorkerPort[] {
    return this.canary === undefined ? [...this.fleet] : [...this.fleet, this.canary];
  }

  async #collect<M extends FromWorker>(
    accepts: (message: FromWorker) => message is M,
    workers: readonly WorkerPort[],
  ): Promise<[WorkerPort, M][]> {
    const pending = new Set(workers.filter(({ isAlive }) => isAlive));
    const collected = new Map<WorkerPort, FromWorker>();
    if (pending.size > 0) {
      await new Promise<void>((resolve) => {
        this.#waiters.add({ accepts, pending, collected, resolve });
      });
    }
    return workers.flatMap((worker) => {
      const message = collected.get(worker);
      return message !== undefined && accepts(message) ? [[worker, message]] : [];
    });
  }

  #start(start: WorkerStart): WorkerPort {
    const worker = this.#startWorker(start, {
      onMessage: (message) => {
        if (message.type === 'summary') this.#lastWords.set(worker, message.summary);
        this.#listener.onMessage(worker, message);
        for (const waiter of this.#waiters) if (waiter.accepts(message)) this.#settle(waiter, worker, message);
      },
      onDeath: (cause) => {
        this.#deaths.push(cause);
        this.#listener.onDeath(worker, cause);
        for (const waiter of this.#waiters) this.#settle(waiter, worker);
      },
    });
    return worker;
  }

  #settle(waiter: Waiter, worker: WorkerPort, message?: FromWorker): void {
    if (!waiter.pending.delete(worker)) return;
    if (message !== undefined) waiter.collected.set(worker, message);
    if (waiter.pending.size > 0) return;
    this.#waiters.delete(waiter);
    waiter.resolve();
  }
}
