import type { PeopleSummary } from './people.js';
import { ReasonTable } from './reasons.js';
import {
  addErrors,
  addNumbers,
  type ErrorCounts,
  emptyCounters,
  emptyLatencies,
  emptyGauges,
  type Gauges,
  RECORDED_LATENCIES,
  type RecordedLatency,
  type Snapshot,
  subtractNumbers,
} from './snapshot.js';
import { addEncodedCounts } from './sparse-counts.js';
import { StageTotals } from './stage-sums.js';

/** What the snapshots of several workers add up to, in whatever order they come. */
export class SnapshotSums {
  readonly counters = emptyCounters();
  readonly errors: ErrorCounts = {};
  readonly reasons = new ReasonTable();
  readonly latency = emptyLatencies();
  /** By their place in the plan's stages; those of which nothing was said have none. */
  readonly #stages: (StageTotals | undefined)[] = [];
  /** By worker. */
  readonly #lastGauges = new Map<number, Gauges>();
  /** Their sum, which is asked for with each snapshot of each worker. */
  readonly #gauges = emptyGauges();
  readonly #lastPeople = new Map<number, PeopleSummary>();

  /** Adds one snapshot. @param elsewhere latencies that are added by whoever reads them anyhow */
  addUp(snapshot: Snapshot, elsewhere: readonly RecordedLatency[] = []): void {
    const { workerIndex, counters, errors, reasons, latency, stages, gauges, people } = snapshot;
    addNumbers(this.counters, counters);
    addErrors(this.errors, errors);
    this.reasons.add(reasons);
    for (const name of RECORDED_LATENCIES)
      if (!elsewhere.includes(name)) addEncodedCounts(this.latency[name], latency[name]);
    for (const stage of stages) this.stageTotals(stage.stage).addUp(workerIndex, stage);
    const before = this.#lastGauges.get(workerIndex);
    if (before !== undefined) subtractNumbers(this.#gauges, before);
    addNumbers(this.#gauges, gauges);
    this.#lastGauges.set(workerIndex, gauges);
    if (people !== undefined) this.#lastPeople.set(workerIndex, people);
  }

  /** What was counted of a stage. @param stage its place in the plan's stages */
  stageTotals(stage: number): StageTotals {
    return (this.#stages[stage] ??= new StageTotals());
  }

  /** What all workers know of what people did by plan, by their last snapshots. */
  get people(): PeopleSummary[] {
    return [...this.#lastPeople.values()];
  }

  /** Where all workers stand, by their last snapshots. */
  get gauges(): Gauges {
    return { ...this.#gauges };
  }
}
