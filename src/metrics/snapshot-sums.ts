import { ReasonTable } from './reasons.js';
import {
  addErrors,
  addNumbers,
  emptyCounters,
  emptyLatencies,
  type ErrorCounts,
  type Gauges,
  RECORDED_LATENCIES,
  type Snapshot,
  sumGauges,
} from './snapshot.js';
import { addEncodedCounts } from './sparse-counts.js';

/** What the snapshots of several workers add up to, in whatever order they come. */
export class SnapshotSums {
  readonly counters = emptyCounters();
  readonly errors: ErrorCounts = {};
  readonly reasons = new ReasonTable();
  readonly latency = emptyLatencies();
  /** By worker. */
  readonly #lastGauges = new Map<number, Gauges>();

  /** Adds one snapshot. */
  addUp({ workerIndex, counters, errors, reasons, latency, gauges }: Snapshot): void {
    addNumbers(this.counters, counters);
    addErrors(this.errors, errors);
    this.reasons.add(reasons);
    for (const name of RECORDED_LATENCIES) addEncodedCounts(this.latency[name], latency[name]);
    this.#lastGauges.set(workerIndex, gauges);
  }

  /** Where all workers stand, by their last snapshots. */
  get gauges(): Gauges {
    return sumGauges(this.#lastGauges.values());
  }
}
