import type { WorkerOutcome } from './run-outcome.js';
import { SelfTotals } from './self-totals.js';
import {
  addErrors,
  addNumbers,
  type ErrorCounts,
  emptyLatencies,
  emptyStageCounters,
  emptyStageGauges,
  RECORDED_LATENCIES,
  type SelfObservation,
  type StageGauges,
  type StageSnapshot,
} from './snapshot.js';
import { addEncodedCounts } from './sparse-counts.js';

/** What the snapshots of several workers add up to of one stage, in whatever order they come. */
export class StageTotals {
  readonly counters = emptyStageCounters();
  readonly errors: ErrorCounts = {};
  readonly latency = emptyLatencies();
  /** By worker. */
  readonly #lastGauges = new Map<number, StageGauges>();
  readonly #selves = new Map<number, SelfTotals>();

  /** Adds what one worker has counted. */
  addUp(workerIndex: number, { counters, errors, latency, gauges }: StageSnapshot): void {
    addNumbers(this.counters, counters);
    addErrors(this.errors, errors);
    for (const name of RECORDED_LATENCIES) addEncodedCounts(this.latency[name], latency[name]);
    this.#lastGauges.set(workerIndex, gauges);
  }

  /** Adds what one worker saw of itself while the stage went on. */
  addSelf(workerIndex: number, self: SelfObservation): void {
    const totals = this.#selves.get(workerIndex) ?? new SelfTotals();
    this.#selves.set(workerIndex, totals);
    totals.add(self);
  }

  /** Where all workers stand, by what they said last. */
  get gauges(): StageGauges {
    const sum = emptyStageGauges();
    for (const gauges of this.#lastGauges.values()) addNumbers(sum, gauges);
    return sum;
  }

  /** Adds what each worker saw of itself to what it saw in other stages. */
  addSelvesTo(selves: Map<number, SelfTotals>): void {
    for (const [workerIndex, own] of this.#selves) {
      const totals = selves.get(workerIndex) ?? new SelfTotals();
      selves.set(workerIndex, totals);
      totals.addAll(own);
    }
  }
}

/** The name of the agent that a worker is on; undefined where there is none. */
export type AgentOf = (workerIndex: number) => string | undefined;

/** What workers saw of themselves, in the order of their index. */
export function outcomesOf(selves: ReadonlyMap<number, SelfTotals>, agentOf: AgentOf): WorkerOutcome[] {
  return [...selves.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([index, { outcome }]) => {
      const agent = agentOf(index);
      return agent === undefined ? outcome : { agent, ...outcome };
    });
}
