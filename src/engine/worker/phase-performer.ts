import type { ToWorker } from '../messages.js';
import { ArrivalsWalk } from './arrivals-walk.js';
import type { WorkerContext } from './context.js';
import { WORKER_PHASES } from './phases/index.js';
import { PhaseMeter } from './phases/phase.js';

/** A phase that begins. */
export interface BegunPhase {
  readonly meter: PhaseMeter;
  /** Performs it; an aborted signal ends it early. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Performs phases: one after the other, or, where users come on their own, as the steps of one walk that goes on through several. */
export class PhasePerformer {
  readonly #context: WorkerContext;
  #walk: ArrivalsWalk | undefined;

  constructor(context: WorkerContext) {
    this.#context = context;
  }

  begin({ phase, startUs }: Extract<ToWorker, { type: 'phase' }>): BegunPhase {
    const { tally, plan, role } = this.#context;
    if (plan.arrive !== undefined && role !== 'canary')
      this.#walk ??= new ArrivalsWalk(this.#context, plan.arrive.perSecond, startUs);
    const walk = this.#walk;
    const walked = walk?.meterOf(phase);
    if (walk !== undefined && walked !== undefined)
      return { meter: walked, run: (signal) => walk.through(phase, signal) };
    walk?.end();
    const meter = new PhaseMeter(tally, WORKER_PHASES[phase].endsInSilence, plan.limits.connectTimeoutMs);
    return { meter, run: (signal) => WORKER_PHASES[phase].run(this.#context, meter, signal) };
  }
}
