import { setMaxListeners } from 'node:events';
import { nowUs } from '../../core/clock.js';
import type { OwnPhaseName } from '../../core/phases.js';
import type { RunPlan } from '../../core/plan.js';
import type { RunSecrets } from '../../core/run-secrets.js';
import type { Endpoint } from '../../net/endpoint.js';
import type { Failure, HeardEvent, ProbeFindings } from '../messages.js';
import { emptyContext, type WorkerContext } from '../worker/context.js';
import { WORKER_PHASES } from '../worker/phases/index.js';
import { PhaseMeter } from '../worker/phases/phase.js';
import { populate } from '../worker/populate.js';
import { probe } from '../worker/probe.js';
import { Receiver } from '../worker/receiver.js';
import { createServices } from '../worker/services.js';
import { SetUpDiary } from '../worker/set-up-diary.js';
import type { ExchangeLog } from './exchange-log.js';

/** No step takes longer: a server that is asked too often may want to be left alone for a minute. */
export const STEP_MS = 30_000;

/** What a phase came to. */
export interface ScenePhase {
  readonly total: number;
  readonly succeeded: number;
  readonly failures: readonly Failure[];
  /** Was it ended because it took too long? */
  readonly isLate: boolean;
}

/** What a scene is opened with. */
export interface SceneOptions {
  readonly plan: RunPlan;
  readonly secrets: RunSecrets;
  readonly endpoint: Endpoint;
  readonly log: ExchangeLog;
  /** Takes sentences about the server. */
  readonly onNotice: (sentence: string) => void;
  readonly signal: AbortSignal;
}

/** The users of a plan in this thread, who do by the dialect what those of a run do in a worker's. */
export class Scene {
  readonly context: WorkerContext;
  readonly #receiver: Receiver;
  readonly #diary: SetUpDiary;
  readonly #signal: AbortSignal;

  constructor({ plan, secrets, endpoint, log, onNotice, signal }: SceneOptions) {
    const start = { plan, secrets, endpoint, role: 0, shards: 1, originUs: nowUs() };
    this.#signal = signal;
    this.context = emptyContext(createServices(start, onNotice, undefined, log));
    log.readWith(this.context.dialect);
    this.#receiver = new Receiver(this.context);
    this.#diary = new SetUpDiary(this.context.dialect);
    this.#receiver.witness = this.#diary;
    populate(this.context, this.#receiver);
  }

  /** The events that have come before the first message. */
  get heard(): HeardEvent[] {
    return this.#diary.events;
  }

  /** Lets everybody perform a phase. */
  async perform(name: OwnPhaseName): Promise<ScenePhase> {
    const { tally, plan } = this.context;
    const meter = new PhaseMeter(tally, WORKER_PHASES[name].endsInSilence, plan.limits.connectTimeoutMs);
    const deadline = AbortSignal.timeout(STEP_MS);
    const signal = AbortSignal.any([this.#signal, meter.silence, deadline]);
    setMaxListeners(0, signal);
    await WORKER_PHASES[name].run(this.context, meter, signal);
    meter.end();
    const { total, succeeded } = meter.tally;
    return { total, succeeded, failures: meter.failures, isLate: deadline.aborted };
  }

  /** Sends first messages. */
  async probe(): Promise<ProbeFindings> {
    return await probe(this.context, this.#receiver, this.context.plan.limits.connectTimeoutMs, this.#signal);
  }

  /** Frees everything. */
  async close(): Promise<void> {
    this.context.observer.close();
    this.context.reconnector.stop();
    for (const user of this.context.users) user.terminate();
    await this.context.close();
  }
}
