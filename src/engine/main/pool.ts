import { waitAtMost } from '../../core/clock.js';
import { RAISE_DESCRIPTORS } from '../../core/descriptors.js';
import { shortageOf } from '../../core/error-kinds.js';
import { StartError } from '../../core/errors.js';
import type { RunPlan } from '../../core/plan.js';
import { dealRooms } from '../../load/room-deal.js';
import { shardDeal } from '../../load/shards.js';
import type { FromWorker, ToWorker, WorkerSummary } from '../messages.js';
import { WorkerHandle } from './worker-handle.js';

/** Who listens to a pool. */
export interface PoolListener {
  onMessage(worker: WorkerHandle, message: FromWorker): void;
  /** A worker ended without having been asked to. */
  onDeath(worker: WorkerHandle, cause: Error): void;
}

/** What the workers know at the end. */
export interface PoolSummaries {
  /** Of the workers that answered. */
  readonly fleet: readonly WorkerSummary[];
  readonly canary: WorkerSummary | undefined;
}

/** A message of one type. */
type MessageOf<T extends FromWorker['type']> = Extract<FromWorker, { type: T }>;

/** Someone who waits for a message of one type from each of several workers. */
interface Waiter {
  readonly type: FromWorker['type'];
  readonly pending: Set<WorkerHandle>;
  readonly collected: Map<WorkerHandle, FromWorker>;
  readonly resolve: () => void;
}

/** The worker threads of a run: one a shard, and one for the two observers. */
export class WorkerPool {
  readonly fleet: readonly WorkerHandle[];
  readonly canary: WorkerHandle | undefined;
  readonly #listener: PoolListener;
  readonly #waiters = new Set<Waiter>();
  readonly #deaths: Error[] = [];

  constructor(plan: RunPlan, address: string, originUs: number, listener: PoolListener) {
    this.#listener = listener;
    const shards = shardDeal(dealRooms(plan), plan.workers);
    const common = { plan, address, originUs, shards: shards.length };
    this.fleet = shards.map(({ index }) => this.#start({ ...common, role: index }));
    const observed = plan.canary && plan.kind === 'run';
    this.canary = observed ? this.#start({ ...common, role: 'canary' }) : undefined;
  }

  /**
   * Waits until every thread is ready, or has died.
   * @throws StartError when one could not be started for want of something
   */
  async ready(): Promise<void> {
    await this.collect('ready', this.alive);
    const cause = this.#deaths.find((death) => shortageOf(death) !== undefined);
    if (cause === undefined) return;
    throw new StartError(`Of the worker threads, ${this.#deaths.length} could not be started: ${cause.message}.`, {
      hint: RAISE_DESCRIPTORS,
      cause,
    });
  }

  /** The fleet and the observers, as far as they live. */
  get alive(): WorkerHandle[] {
    return this.#all.filter(({ alive }) => alive);
  }

  get fleetAlive(): WorkerHandle[] {
    return this.fleet.filter(({ alive }) => alive);
  }

  /** Tells all of them. */
  broadcast(message: ToWorker): void {
    for (const worker of this.alive) worker.send(message);
  }

  /**
   * Waits until each of `workers` has said something of this type, or has died.
   * @returns what they said, in the order of `workers`
   */
  async collect<T extends FromWorker['type']>(type: T, workers: readonly WorkerHandle[]): Promise<MessageOf<T>[]> {
    const pending = new Set(workers.filter(({ alive }) => alive));
    const collected = new Map<WorkerHandle, FromWorker>();
    if (pending.size > 0) {
      await new Promise<void>((resolve) => {
        this.#waiters.add({ type, pending, collected, resolve });
      });
    }
    return workers.flatMap((worker) => collected.get(worker) ?? []) as MessageOf<T>[];
  }

  /** Asks every worker what it knows; those that do not answer within `timeoutMs` are left out. */
  async summarise(timeoutMs: number): Promise<PoolSummaries> {
    const fleet: WorkerSummary[] = [];
    let canary: WorkerSummary | undefined;
    const ask = async (worker: WorkerHandle): Promise<void> => {
      const [answer] = await this.collect('summary', [worker]);
      if (worker.role === 'canary') canary = answer?.summary;
      else if (answer !== undefined) fleet.push(answer.summary);
    };
    const answers = Promise.all(this.alive.map(ask));
    this.broadcast({ type: 'summarise' });
    await waitAtMost(timeoutMs, answers);
    return { fleet: [...fleet], canary };
  }

  /** Ends every thread in good order. */
  async end(): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.end()));
  }

  /** Ends every thread at once. */
  async terminate(): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.terminate()));
  }

  get #all(): WorkerHandle[] {
    return this.canary === undefined ? [...this.fleet] : [...this.fleet, this.canary];
  }

  #start(start: ConstructorParameters<typeof WorkerHandle>[0]): WorkerHandle {
    const worker: WorkerHandle = new WorkerHandle(
      start,
      (message) => {
        this.#listener.onMessage(worker, message);
        for (const waiter of this.#waiters) if (waiter.type === message.type) this.#settle(waiter, worker, message);
      },
      (cause) => {
        this.#deaths.push(cause);
        this.#listener.onDeath(worker, cause);
        for (const waiter of this.#waiters) this.#settle(waiter, worker);
      },
    );
    return worker;
  }

  #settle(waiter: Waiter, worker: WorkerHandle, message?: FromWorker): void {
    if (!waiter.pending.delete(worker)) return;
    if (message !== undefined) waiter.collected.set(worker, message);
    if (waiter.pending.size > 0) return;
    this.#waiters.delete(waiter);
    waiter.resolve();
  }
}
