import { nowUs, waitAtMost } from '../../core/clock.js';
import { shortageOf } from '../../core/error-kinds.js';
import { type OwnPhaseName, type PhaseName, SET_UP_PHASES } from '../../core/phases.js';
import { type LoadSpec, steadyLoad } from '../../load/load.js';
import { observersRoomOf } from '../../load/observers.js';
import { Collector } from '../../metrics/collector.js';
import { type Gauges, type Snapshot, sumGauges } from '../../metrics/snapshot.js';
import type { FinishedSecond } from '../../metrics/timeline.js';
import type {
  Failure,
  FromWorker,
  OversizedFrame,
  ProbeFindings,
  Recognition,
  ToWorker,
  WorkerStart,
} from '../messages.js';
import type { WorkerPort } from '../worker-port.js';
import type { Announcer } from './announcer.js';
import type { EchoWitnesses } from './echo-belief.js';
import { describeDeath } from './failures.js';
import type { FirstSenders } from './first-contact.js';
import { AgentLostError, type WorkerHosts } from './hosts.js';
import { whyNoObserver } from './no-observer.js';
import { type PhaseAnswer, type PhaseRecord, phaseRecordOf } from './phase-sums.js';
import { type PoolSummaries, WorkerPool } from './pool.js';
import { NO_SENDERS, observersOrder, orderSenders } from './sender-order.js';

/** The observers are not waited for any longer than this once the fleet is done with a phase. */
const CANARY_PATIENCE_MS = 5000;

/** Who listens to a fleet. */
export interface FleetListener {
  /** A worker got own copies that no account of its rooms expects; each says so once. */
  onEchoHeard(): void;
  /** Every worker has reported a second of the flood or the drain. */
  onSecond(second: FinishedSecond): void;
  /** A worker ended without having been asked to; if for want of something, that is counted. */
  onDeath(role: WorkerPort['role'], cause: Error): void;
}

/** Who may send in a flood. */
export interface FleetSenders {
  /** By worker: pairs of room and member number. */
  readonly pairs: readonly Int32Array[];
  /** The largest message, where the server says that it takes none so large. */
  readonly oversized: OversizedFrame | undefined;
}

/** What one flood is told. */
export interface FloodOrder {
  readonly load: LoadSpec;
  /** When the schedule begins, on the machine's monotonic clock. */
  readonly startUs: number;
  readonly echo: boolean;
  /** By worker of the fleet: pairs of room and member number that may send, as {@link FleetSenders} says. */
  readonly senders: readonly Int32Array[];
}

/** The workers of a run as one: told what to do together, and what they say is added up. The observers do all of it apart. */
export class Fleet implements EchoWitnesses, FirstSenders {
  #counted: Collector;
  #observed = new Collector();
  /** Workers that have not begun anew since {@link recount}: what they say is still of the time before. */
  readonly #behind = new Set<WorkerPort>();
  readonly #standing = new Map<WorkerPort, Gauges>();
  /** Accounts that are closed expect for ever what has not come; what comes all the same is late. */
  #lateSinceRecount = 0;
  readonly #plan: WorkerStart['plan'];
  readonly #pool: WorkerPool;
  readonly #announcer: Announcer;
  readonly #listener: FleetListener;
  readonly #hosts: WorkerHosts;
  #phase: PhaseName = 'register';
  #walkStartUs: number | undefined;
  #observersFailures: readonly Failure[] = [];
  #observersFound: ProbeFindings | undefined;

  /** Starts a worker a shard of the plan, and one for the observers. @param start what is the same for all */
  constructor(
    start: Pick<WorkerStart, 'plan' | 'secrets' | 'endpoint' | 'otherEndpoints' | 'admitted'>,
    hosts: WorkerHosts,
    announcer: Announcer,
    listener: FleetListener,
  ) {
    this.#plan = start.plan;
    this.#announcer = announcer;
    this.#listener = listener;
    this.#hosts = hosts;
    this.#counted = new Collector(hosts.agentOf);
    this.#pool = new WorkerPool({ ...start, originUs: nowUs() }, hosts.startWorker, {
      onMessage: (worker, message) => this.#onMessage(worker, message),
      onDeath: ({ role }, cause) => {
        const shortage = shortageOf(cause);
        if (shortage !== undefined) this.counted.countFailure(shortage);
        // Who lost an agent has said so once for all of its workers.
        if (!(cause instanceof AgentLostError)) announcer.note(describeDeath(role, cause));
        listener.onDeath(role, cause);
      },
    });
  }

  /** What the workers that send have counted. */
  get counted(): Collector {
    return this.#counted;
  }

  /** What the two observers have counted. */
  get observed(): Collector {
    return this.#observed;
  }

  /** Where the workers that send stand, by the last that each has said. */
  get standing(): Gauges {
    return sumGauges(this.#standing.values());
  }

  /** What is still under way of the flood that was counted before {@link recount}: copies, and bytes in sockets. */
  get leftBehind(): number {
    const { inFlight, missing, bufferedBytes } = this.standing;
    return inFlight + missing + bufferedBytes - this.#lateSinceRecount;
  }

  /** The first people of the run, so many, are to be there: the phases of setting up are about those of them who are not yet. */
  admit(users: number): void {
    for (const worker of this.#pool.fleetAlive) worker.send({ type: 'admit', users });
  }

  /** Counts from nothing: the next flood is counted by itself, and what comes until it begins is left out. */
  recount(): void {
    this.#counted = new Collector(this.#hosts.agentOf);
    this.#observed = new Collector();
    this.#lateSinceRecount = 0;
    for (const worker of this.#pool.alive) this.#behind.add(worker);
  }

  /** Are there observers? */
  get hasObservers(): boolean {
    return this.#pool.canary !== undefined;
  }

  /** Why observers that were asked for observe nothing; null when they do, or were not asked for. */
  get whyNoObserver(): string | null {
    if (!this.hasObservers) return null;
    const { counters } = this.observed;
    return whyNoObserver({ failures: this.#observersFailures, found: this.#observersFound, counters });
  }

  /** Workers that send, dead ones included. */
  get size(): number {
    return this.#pool.fleet.length;
  }

  /** Resolves when every worker listens. */
  async ready(): Promise<void> {
    await this.#pool.ready(this.#pool.alive);
  }

  /** Ends the phase that is going on. */
  stop(): void {
    this.#pool.broadcast({ type: 'stop' });
  }

  /** Lets every worker perform a phase. The observers do it too, but the fleet does not wait long for them. */
  async perform(phase: OwnPhaseName): Promise<PhaseRecord> {
    this.#phase = phase;
    const startUs = nowUs();
    // Where everybody walks the whole way, all steps of it begin with the first.
    if (this.#plan.arrive !== undefined && SET_UP_PHASES.includes(phase)) this.#walkStartUs ??= startUs;
    const startedAtUs = SET_UP_PHASES.includes(phase) ? (this.#walkStartUs ?? startUs) : startUs;
    const done = this.#pool.phaseDone(phase, this.#pool.fleet);
    const observed = this.#pool.phaseDone(phase, this.#observers);
    this.#pool.broadcast({ type: 'phase', phase, startUs });
    const reports = await done;
    await waitAtMost(
      CANARY_PATIENCE_MS,
      observed.then((answers) => this.#noteObservers(answers)),
    );
    return phaseRecordOf(phase, (nowUs() - startedAtUs) / 1000, reports);
  }

  /** Who may send; nobody in a worker that has died. */
  async senders(): Promise<FleetSenders> {
    const { fleet } = this.#pool;
    const answers = await this.#pool.ask({ type: 'senders' }, 'senders', fleet);
    const byWorker = new Map(answers.map(([worker, { senders }]) => [worker, senders]));
    const [largest] = answers
      .flatMap(([, { oversized }]) => oversized ?? [])
      .toSorted((one, other) => other.frameBytes - one.frameBytes);
    return { pairs: fleet.map((worker) => byWorker.get(worker) ?? new Int32Array()), oversized: largest };
  }

  /**
   * Asks the observers, then a worker of the fleet, for first messages, until some come back so that they can be recognised.
   * @param patienceMs how long the last who is asked waits where nothing at all comes back
   * @returns what each of them found, in the order in which they were asked
   */
  async probe(patienceMs: number, isOver: () => boolean): Promise<ProbeFindings[]> {
    const found: ProbeFindings[] = [];
    for (const worker of [...this.#observers, ...this.#pool.fleetAlive]) {
      const isObserver = worker.role === 'canary';
      const question: ToWorker = { type: 'probe', patienceMs: isObserver ? 0 : patienceMs };
      const [answer] = isOver() ? [] : await this.#pool.ask(question, 'probe-done', [worker]);
      if (answer === undefined) continue;
      found.push(answer[1].found);
      if (isObserver) this.#observersFound = answer[1].found;
      // Of the fleet one is asked who has anybody that could send.
      if (answer[1].found.recognition !== null || (!isObserver && answer[1].found.sent > 0)) break;
    }
    return found;
  }

  /** The server does send a sender its own copy: all accounts become what they would be had that been known. */
  learnEcho(): void {
    this.#pool.broadcast({ type: 'learn-echo' });
  }

  /** Lets every worker make ready what it will send and hear; the observers are not waited for. */
  async prepare(recognition: Recognition, echo: boolean): Promise<void> {
    const question: ToWorker = { type: 'prepare', recognition, echo };
    this.#pool.canary?.send(question);
    await this.#pool.ask(question, 'prepared', this.#pool.fleet);
  }

  /**
   * Floods. @returns a promise of the fleet's end, which brings one of the observers' end: they are not waited for long
   */
  async flood({ load, startUs, echo, senders }: FloodOrder): Promise<{ readonly observersDone: Promise<unknown> }> {
    this.#phase = 'flood';
    const orders = orderSenders(this.#plan, senders);
    const fleet = this.#pool.phaseDone('flood', this.#pool.fleet);
    const observed = this.#pool.phaseDone('flood', this.#observers);
    this.#pool.fleet.forEach((worker, index) => {
      worker.send({ type: 'flood', startUs, echo, load, order: orders[index] ?? NO_SENDERS });
    });
    const observing = steadyLoad(this.#plan.canaryRate, load.durationMs);
    const order = this.whyNoObserver === null ? observersOrder(observersRoomOf(this.#plan)) : NO_SENDERS;
    this.#pool.canary?.send({ type: 'flood', startUs, echo, load: observing, order });
    await fleet;
    return { observersDone: waitAtMost(CANARY_PATIENCE_MS, observed) };
  }

  /** The drain is over: what comes from now on changes no account. */
  closeAccounts(): void {
    this.#pool.broadcast({ type: 'close-accounts' });
  }

  /** What every worker knows at the end; those that do not answer soon are left out. */
  summarise(): Promise<PoolSummaries> {
    return this.#pool.summarise(this.#hosts.summaryTimeoutMs);
  }

  /** Ends every worker: in good order unless `abandoned` comes first, and then at once. */
  async end(abandoned: Promise<unknown>): Promise<void> {
    await Promise.race([this.#pool.end(), abandoned]);
    await this.#pool.terminate();
  }

  get #observers(): WorkerPort[] {
    return this.#pool.canary === undefined ? [] : [this.#pool.canary];
  }

  #noteObservers(answers: readonly PhaseAnswer[]): void {
    this.#observersFailures = [...this.#observersFailures, ...answers.flatMap(({ failures }) => failures)];
  }

  #onMessage(worker: WorkerPort, message: FromWorker): void {
    const isCanary = worker.role === 'canary';
    if (message.type === 'snapshot') {
      this.#announcer.snapshot(isCanary ? 'canary' : 'fleet', message.snapshot);
      if (!isCanary) this.#note(worker, message.snapshot);
      if (this.#isBehind(worker, message.snapshot)) return;
      if (isCanary) {
        this.observed.add(message.snapshot, 1);
        return;
      }
      const second = this.counted.add(message.snapshot, this.#pool.fleetAlive.length);
      if (second !== undefined) this.#listener.onSecond(second);
    } else if (message.type === 'echo-heard') this.#listener.onEchoHeard();
    else if (isCanary) return;
    else if (message.type === 'progress' && message.phase === this.#phase) {
      this.#announcer.progress(worker, message.phase, message.tally);
    } else if (message.type === 'notice') this.#announcer.note(message.message);
  }

  #note(worker: WorkerPort, { gauges, counters }: Snapshot): void {
    this.#standing.set(worker, gauges);
    this.#lateSinceRecount += counters.late;
  }

  /** Is the snapshot of the time before the flood that is counted? Each worker begins a flood with what came before it. */
  #isBehind(worker: WorkerPort, { second }: Snapshot): boolean {
    if (!this.#behind.has(worker)) return false;
    if (second < 0) this.#behind.delete(worker);
    return true;
  }
}
