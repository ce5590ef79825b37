import type { ErrorKind } from '../core/error-kinds.js';
import { BucketCounter } from './bucket-counter.js';
import type { IntervalCounts, TimelineSecond, WorkerOutcome } from './run-outcome.js';
import { addErrors, type Snapshot } from './snapshot.js';
import { SnapshotSums } from './snapshot-sums.js';
import { addEncodedCounts } from './sparse-counts.js';
import { type FinishedSecond, Timeline } from './timeline.js';

/** A snapshot of a whole second, give or take a late timer; the last of a flood may cover a moment only. */
const WHOLE_SECOND_MS = 900;

/** What one worker saw of itself, added up. */
class SelfTotals {
  cpuMs = 0;
  cpuWaitMs = 0;
  gcMs = 0;
  observedMs = 0;
  peakCpuShare = 0;
  readonly eventLoopDelay = new BucketCounter();
  readonly scheduleSlip = new BucketCounter();
}

/** Adds the workers' snapshots up: totals, timeline, and a second as soon as everybody has reported it. */
export class Collector extends SnapshotSums {
  peakConnections = 0;
  readonly #selves = new Map<number, SelfTotals>();
  readonly #timeline = new Timeline();

  /**
   * Adds one snapshot of the fleet.
   * @param workers how many workers report
   * @returns the second as it looks now, when everybody has reported it for the first time
   */
  add(snapshot: Snapshot, workers: number): FinishedSecond | undefined {
    this.addUp(snapshot);
    this.peakConnections = Math.max(this.peakConnections, this.gauges.connectionsOpen);
    if (snapshot.second < 0) return undefined;
    this.#addSelf(snapshot);
    return this.#timeline.add(snapshot, workers);
  }

  /** Counts a failure that is no worker's: of a thread, or of the process around them. */
  countFailure(kind: ErrorKind): void {
    this.counters.operations++;
    addErrors(this.errors, { [kind]: 1 });
  }

  /** What each worker saw of itself since the flood began, by index. */
  get workers(): WorkerOutcome[] {
    return [...this.#selves.entries()]
      .toSorted(([a], [b]) => a - b)
      .map(([, { cpuMs, cpuWaitMs, gcMs, observedMs, peakCpuShare, eventLoopDelay, scheduleSlip }]) => {
        // A worker that was never watched took nothing that is known.
        const shareOf = (spentMs: number): number => (observedMs === 0 ? 0 : spentMs / observedMs);
        return {
          cpuShare: shareOf(cpuMs),
          cpuWaitShare: shareOf(cpuWaitMs),
          gcShare: shareOf(gcMs),
          peakCpuShare: Math.max(peakCpuShare, shareOf(cpuMs)),
          eventLoopDelay,
          scheduleSlip,
        };
      });
  }

  /** Every second so far, in order. */
  get timeline(): TimelineSecond[] {
    return this.#timeline.rows;
  }

  /** The latencies of the same seconds. */
  get intervals(): IntervalCounts[] {
    return this.#timeline.intervals;
  }

  #addSelf({ workerIndex, phase, self }: Snapshot): void {
    if (phase !== 'flood') return;
    const totals = this.#selves.get(workerIndex) ?? new SelfTotals();
    this.#selves.set(workerIndex, totals);
    totals.cpuMs += self.cpuShare * self.observedMs;
    totals.cpuWaitMs += self.cpuWaitShare * self.observedMs;
    totals.gcMs += self.gcShare * self.observedMs;
    totals.observedMs += self.observedMs;
    if (self.observedMs >= WHOLE_SECOND_MS) totals.peakCpuShare = Math.max(totals.peakCpuShare, self.cpuShare);
    addEncodedCounts(totals.eventLoopDelay, self.eventLoopDelay);
    addEncodedCounts(totals.scheduleSlip, self.scheduleSlip);
  }
}
