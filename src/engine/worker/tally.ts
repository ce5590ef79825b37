import type { ErrorKind } from '../../core/error-kinds.js';
import type { PhaseName } from '../../core/phases.js';
import type { BucketCounter } from '../../metrics/bucket-counter.js';
import { ReasonTable } from '../../metrics/reasons.js';
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
  readonly #reasons = new ReasonTable();

  /**
   * Counts a failure.
   * @param said why it failed, in the server's own words, where it gave a reason: a text, a code, or both
   */
  fail(kind: ErrorKind, said?: string): void {
    this.#errors[kind] = (this.#errors[kind] ?? 0) + 1;
    if (said !== undefined && said !== '') this.#reasons.count(kind, said);
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
      reasons: this.#reasons.take(),
      latency: latenciesOf((name) => encodeCounts(this.latency[name])),
      self,
    };
    Object.assign(this.counters, emptyCounters());
    this.#errors = {};
    for (const counter of Object.values(this.latency)) counter.reset();
    return snapshot;
  }
}
