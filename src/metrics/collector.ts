import type { ErrorKind } from '../core/error-kinds.js';
import type { IntervalCounts, TimelineSecond, WorkerOutcome } from './run-outcome.js';
import { SelfTotals } from './self-totals.js';
import { addErrors, type Snapshot } from './snapshot.js';
import { SnapshotSums } from './snapshot-sums.js';
import { type AgentOf, outcomesOf } from './stage-sums.js';
import { type FinishedSecond, Timeline, TIMELINE_LATENCIES } from './timeline.js';

/** Adds the workers' snapshots up: totals, timeline, and a second as soon as everybody has reported it. */
export class Collector extends SnapshotSums {
  peakConnections = 0;
  readonly #selves = new Map<number, SelfTotals>();
  readonly #timeline = new Timeline();
  readonly #agentOf: AgentOf;

  /** @param agentOf names the agent of a worker, where there are any */
  constructor(agentOf: AgentOf = () => undefined) {
    super();
    this.#agentOf = agentOf;
  }

  /**
   * Adds one snapshot of the fleet.
   * @param workers how many workers report
   * @returns the second as it looks now, when everybody has reported it for the first time
   */
  add(snapshot: Snapshot, workers: number): FinishedSecond | undefined {
    const isOfTimeline = snapshot.second >= 0;
    this.addUp(snapshot, isOfTimeline ? TIMELINE_LATENCIES : []);
    this.peakConnections = Math.max(this.peakConnections, this.gauges.connectionsOpen);
    if (!isOfTimeline) return undefined;
    this.#addSelf(snapshot);
    return this.#timeline.add(snapshot, workers, this.latency);
  }

  /** Counts a failure that is no worker's: of a thread, or of the process around them. */
  countFailure(kind: ErrorKind): void {
    this.counters.operations++;
    addErrors(this.errors, { [kind]: 1 });
  }

  /** What each worker saw of itself since the flood began, by index. */
  get workers(): WorkerOutcome[] {
    return outcomesOf(this.#selves, this.#agentOf);
  }

  /** The same while these stages went on. @param stages their places in the plan's stages */
  workersIn(stages: readonly number[]): WorkerOutcome[] {
    const selves = new Map<number, SelfTotals>();
    for (const stage of stages) this.stageTotals(stage).addSelvesTo(selves);
    return outcomesOf(selves, this.#agentOf);
  }

  /** Every second so far, in order. */
  get timeline(): TimelineSecond[] {
    return this.#timeline.rows;
  }

  /** The latencies of the same seconds. */
  get intervals(): IntervalCounts[] {
    return this.#timeline.intervals;
  }

  #addSelf({ workerIndex, phase, stage, self }: Snapshot): void {
    if (phase !== 'flood') return;
    const totals = this.#selves.get(workerIndex) ?? new SelfTotals();
    this.#selves.set(workerIndex, totals);
    totals.add(self);
    if (stage >= 0) this.stageTotals(stage).addSelf(workerIndex, self);
  }
}
