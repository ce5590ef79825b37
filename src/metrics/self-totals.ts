import { BucketCounter } from './bucket-counter.js';
import type { WorkerOutcome } from './run-outcome.js';
import type { SelfObservation } from './snapshot.js';
import { addEncodedCounts, decodeCounts, encodeCounts, type SparseCounts } from './sparse-counts.js';

/** A snapshot of a whole second, give or take a late timer; the last of a flood may cover a moment only. */
const WHOLE_SECOND_MS = 900;

/** What one worker saw of itself, added up. */
export class SelfTotals {
  #cpuMs = 0;
  #cpuWaitMs = 0;
  #gcMs = 0;
  #observedMs = 0;
  #peakCpuShare = 0;
  // In few bytes, since every stage has some of every worker.
  #eventLoopDelay: SparseCounts = new Uint8Array();
  #scheduleSlip: SparseCounts = new Uint8Array();

  /** Adds what it saw in a second. */
  add({ cpuShare, cpuWaitShare, gcShare, observedMs, eventLoopDelay, scheduleSlip }: SelfObservation): void {
    this.#cpuMs += cpuShare * observedMs;
    this.#cpuWaitMs += cpuWaitShare * observedMs;
    this.#gcMs += gcShare * observedMs;
    this.#observedMs += observedMs;
    if (observedMs >= WHOLE_SECOND_MS) this.#peakCpuShare = Math.max(this.#peakCpuShare, cpuShare);
    this.#eventLoopDelay = sumOf(this.#eventLoopDelay, eventLoopDelay);
    this.#scheduleSlip = sumOf(this.#scheduleSlip, scheduleSlip);
  }

  /** Adds what it saw at other times. */
  addAll(other: SelfTotals): void {
    this.#cpuMs += other.#cpuMs;
    this.#cpuWaitMs += other.#cpuWaitMs;
    this.#gcMs += other.#gcMs;
    this.#observedMs += other.#observedMs;
    this.#peakCpuShare = Math.max(this.#peakCpuShare, other.#peakCpuShare);
    this.#eventLoopDelay = sumOf(this.#eventLoopDelay, other.#eventLoopDelay);
    this.#scheduleSlip = sumOf(this.#scheduleSlip, other.#scheduleSlip);
  }

  /** All of it. */
  get outcome(): WorkerOutcome {
    // A worker that was never watched took nothing that is known.
    const shareOf = (spentMs: number): number => (this.#observedMs === 0 ? 0 : spentMs / this.#observedMs);
    return {
      cpuShare: shareOf(this.#cpuMs),
      cpuWaitShare: shareOf(this.#cpuWaitMs),
      gcShare: shareOf(this.#gcMs),
      peakCpuShare: Math.max(this.#peakCpuShare, shareOf(this.#cpuMs)),
      eventLoopDelay: decodeCounts(this.#eventLoopDelay),
      scheduleSlip: decodeCounts(this.#scheduleSlip),
    };
  }
}

const SCRATCH = new BucketCounter();

function sumOf(one: SparseCounts, other: SparseCounts): SparseCounts {
  SCRATCH.reset();
  addEncodedCounts(SCRATCH, one);
  addEncodedCounts(SCRATCH, other);
  return encodeCounts(SCRATCH);
}
