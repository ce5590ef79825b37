import type { Pacing } from '../../core/pacing.js';
import type { RunPlan } from '../../core/plan.js';
import type { AgentOutcome } from '../../metrics/run-outcome.js';
import { hasCoresToSpin } from '../pacing/spin.js';
import type { StartWorker } from '../worker-port.js';
import { type GeneratorGauge, OwnGauge } from './generator-gauge.js';
import { type FoundTarget, findTargets, type SearchMeans } from './preflight.js';
import { Threads } from './threads.js';

/** From the order to begin until the schedule begins: time for it to reach every worker of this process. */
const OWN_LEAD_US = 50_000;
/** How long workers of this process may take to say what they know. */
const OWN_SUMMARY_TIMEOUT_MS = 1500;

/** Where the workers of a run live: in this process, or on other machines. */
export interface WorkerHosts {
  readonly startWorker: StartWorker;
  /** What the workers cost. */
  readonly gauge: GeneratorGauge;
  /** Time that an order to begin takes to reach every worker, microseconds. */
  readonly leadUs: number;
  /** How long workers may take to say what they know. */
  readonly summaryTimeoutMs: number;
  /** What has woken the workers so far when something was due; null where nothing is sent. */
  readonly pacing: Pacing | null;
  /** The agent that a worker is on; undefined where there is none. @param workerIndex of the fleet */
  readonly agentOf: (workerIndex: number) => string | undefined;
  /** The other machines; empty where there are none. */
  readonly agents: readonly AgentOutcome[];
  /** Finds every entrance from where the workers are, as `findTargets` of `preflight.ts` does. @throws StartError likewise */
  findTargets(plan: RunPlan, means: SearchMeans): Promise<readonly [FoundTarget, ...FoundTarget[]]>;
  /** Frees what they took; workers are ended by who started them. */
  end(): Promise<void>;
}

/** Why a worker ended: its agent did, or could not be reached any more. What there is to say of that has been said. */
export class AgentLostError extends Error {
  override readonly name = 'AgentLostError';
}

/** What a run's hosts may call upon. */
export interface HostListener {
  /** Takes a sentence for the report. */
  note(sentence: string): void;
  /** Takes a sentence for those who watch, and for them alone. */
  tell(sentence: string): void;
}

/** This process, with a thread a worker. */
export class OwnThreads implements WorkerHosts {
  readonly startWorker: StartWorker;
  readonly gauge = new OwnGauge();
  readonly leadUs = OWN_LEAD_US;
  readonly summaryTimeoutMs = OWN_SUMMARY_TIMEOUT_MS;
  readonly agents = [];
  readonly agentOf = (): undefined => undefined;
  readonly findTargets = findTargets;
  readonly #plan: RunPlan;
  readonly #threads: Threads;

  /** @param startWorker where else workers live, if not in threads that another wakes */
  constructor(plan: RunPlan, { note }: Pick<HostListener, 'note'>, startWorker?: StartWorker) {
    this.#plan = plan;
    this.#threads = new Threads(plan, note);
    this.startWorker = startWorker ?? this.#threads.start;
  }

  get pacing(): Pacing | null {
    const { kind, messagesPerSecond } = this.#plan;
    if (kind === 'connect') return null;
    if (messagesPerSecond === 'max') return hasCoresToSpin(this.#plan) ? 'spin' : 'timer';
    return this.#threads.arePaced ? 'pacer' : 'timer';
  }

  async end(): Promise<void> {
    this.gauge.close();
    await this.#threads.end();
  }
}
