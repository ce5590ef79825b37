import type { ErrorKind } from '../../core/error-kinds.js';
import type { PhaseName } from '../../core/phases.js';
import type { BucketCounter } from '../../metrics/bucket-counter.js';
import {
  emptyCounters,
  emptyLatencies,
  type ErrorCounts,
  type Gauges,
  latenciesOf,
  type RecordedLatency,
  type SelfObservation,
  type Snapshot,
} from '../../metrics/snapshot.js';
import { encodeCounts } from '../../metrics/sparse-counts.js';

/** What one worker counts between two snapshots. */
export class Tally {
  readonly counters = emptyCounters();
  readonly latency: Readonly<Record<RecordedLatency, BucketCounter>> = emptyLatencies();
  #errors: ErrorCounts = {};

  /** Counts a failure. */
  fail(kind: ErrorKind): void {
    this.#errors[kind] = (this.#errors[kind] ?? 0) + 1;
  }

  /** Everything counted since the last call. */
  take(workerIndex: number, phase: PhaseName, second: number, gauges: Gauges, self: SelfObservation): Snapshot {
    const snapshot: Snapshot = {
      workerIndex,
      phase,
      second,
      counters: { ...this.counters },
      gauges,
      errors: this.#errors,
      latency: latenciesOf((name) => encodeCounts(this.latency[name])),
      self,
    };
    Object.assign(this.counters, emptyCounters());
    this.#errors = {};
    for (const counter of Object.values(this.latency)) counter.reset();
    return snapshot;
  }
}
