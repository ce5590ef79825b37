import { nowUs, waitAtMost } from '../core/clock.js';
import { messageOf, systemCodeOf } from '../core/errors.js';
import type { Pacing } from '../core/pacing.js';
import type { RunPlan } from '../core/plan.js';
import type { RunSecrets } from '../core/run-secrets.js';
import type { FromWorker, ToWorker, WorkerStart } from '../engine/messages.js';
import { OwnThreads } from '../engine/main/hosts.js';
import type { FoundTarget } from '../engine/main/preflight.js';
import type { LifelineSpec } from '../engine/lifeline.js';
import type { StartWorker, WorkerPort } from '../engine/worker-port.js';
import { createPaceCell } from '../wire/http-pace.js';
import type { BrokerClock } from './broker-clock.js';
import type { RemoteStart } from './protocol.js';
import { ThreadWatch } from './thread-watch.js';
import { withTimes } from './times.js';

/** How long workers may take to say what they know when the load ends before the run does. */
const LAST_WORDS_MS = 3000;

/** What the workers of one agent are started with. */
export interface AgentTask {
  /** As it is to be done here: the hosts and addresses are this machine's. */
  readonly plan: RunPlan;
  readonly secrets: RunSecrets;
  readonly found: readonly [FoundTarget, ...FoundTarget[]];
  readonly lifeline: LifelineSpec;
}

/** Who listens to the workers of an agent. */
export interface AgentWorkersListener {
  onMessage(role: WorkerStart['role'], message: FromWorker): void;
  onDeath(role: WorkerStart['role'], message: string, code: string | null): void;
  note(sentence: string): void;
}

/** The workers of one run on one agent: threads of this process, as a run that has no agents has them. */
export class AgentWorkers {
  readonly #task: AgentTask;
  readonly #clock: BrokerClock;
  readonly #listener: AgentWorkersListener;
  readonly #threads: OwnThreads;
  readonly #watch: ThreadWatch;
  readonly #workers = new Map<WorkerStart['role'], WorkerPort>();
  readonly #summarised = new Set<WorkerStart['role']>();
  readonly #paceCell: SharedArrayBuffer | undefined;
  #onSummary: () => void = () => undefined;

  constructor(
    task: AgentTask,
    { clock, startWorker }: { readonly clock: BrokerClock; readonly startWorker: StartWorker | undefined },
    listener: AgentWorkersListener,
  ) {
    this.#task = task;
    this.#clock = clock;
    this.#listener = listener;
    this.#threads = new OwnThreads(task.plan, listener, startWorker);
    this.#watch = new ThreadWatch((sentence) => listener.note(sentence));
    this.#paceCell = task.plan.dialect.http.rate === undefined ? undefined : createPaceCell();
  }

  /** What has woken them so far when something was due. */
  get pacing(): Pacing | null {
    return this.#threads.pacing;
  }

  /** Looks whether all of them are heard of, several times a second. @param now the machine's monotonic clock */
  look(now: number): void {
    this.#watch.look(now);
  }

  /** Starts one. */
  start({ originUs, ...start }: RemoteStart): void {
    const { plan, secrets, found, lifeline } = this.#task;
    const [{ endpoint }, ...others] = found;
    const { role } = start;
    const whole: WorkerStart = {
      ...start,
      plan,
      secrets,
      endpoint,
      otherEndpoints: others.map((other) => other.endpoint),
      originUs: this.#clock.fromBroker(originUs),
      paceCell: this.#paceCell,
      lifeline,
    };
    const worker = this.#threads.startWorker(whole, {
      onMessage: (message) => {
        this.#watch.onSaid(role, message, nowUs());
        this.#listener.onMessage(role, message);
        if (message.type !== 'summary') return;
        this.#summarised.add(role);
        this.#onSummary();
      },
      onDeath: (cause) => {
        this.#watch.forget(role);
        this.#listener.onDeath(role, messageOf(cause), systemCodeOf(cause) ?? null);
        this.#onSummary();
      },
    });
    this.#workers.set(role, worker);
  }

  /** Tells one something. */
  tell(role: WorkerStart['role'], message: ToWorker): void {
    const own = withTimes(message, (brokerUs) => this.#clock.fromBroker(brokerUs));
    this.#watch.onTold(role, own, nowUs());
    this.#workers.get(role)?.send(own);
  }

  /** Ends one. */
  async close(role: WorkerStart['role'], isForced: boolean): Promise<void> {
    this.#watch.forget(role);
    const worker = this.#workers.get(role);
    await (isForced ? worker?.terminate() : worker?.end());
  }

  /** Ends the load before the run is over: each says what it knows, and then they end. */
  async lastWords(): Promise<void> {
    const alive = [...this.#workers.values()].filter(({ isAlive }) => isAlive);
    this.#summarised.clear();
    const all = new Promise<void>((resolve) => {
      this.#onSummary = () => {
        if (alive.every(({ role, isAlive }) => !isAlive || this.#summarised.has(role))) resolve();
      };
      this.#onSummary();
    });
    for (const worker of alive) {
      worker.send({ type: 'stop' });
      worker.send({ type: 'summarise' });
    }
    await waitAtMost(LAST_WORDS_MS, all);
    await this.end();
  }

  /** Ends all of them, and frees what they took. */
  async end(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.end()));
    await this.#threads.end();
  }

  /** Ends all of them at once: their connections are closed when this resolves. */
  async terminate(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.terminate()));
    await this.#threads.end();
  }
}
