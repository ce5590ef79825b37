import { BucketCounter } from '../metrics/bucket-counter.js';
import { deliveryOf, percentileMs, rawPercentileUs } from '../metrics/latency-summary.js';
import type { LiveSecond } from '../metrics/run-events.js';
import type { TimelineSecond, WorkerOutcome } from '../metrics/run-outcome.js';
import {
  addErrors,
  addNumbers,
  type Counters,
  emptyCounters,
  emptyGauges,
  type ErrorCounts,
  type Gauges,
  RECORDED_LATENCIES,
  type RecordedLatency,
  type Snapshot,
  totalErrors,
} from '../metrics/snapshot.js';
import { addEncodedCounts, encodeCounts } from '../metrics/sparse-counts.js';
import { memoryInUse } from './memory.js';

/** A second is closed when this many later ones have begun: a worker that was held up reports late. */
const SECONDS_KEPT_OPEN = 10;
/** A snapshot of a whole second, give or take a late timer; the last of a flood may cover a moment only. */
const WHOLE_SECOND_MS = 900;

/** One second, while workers still report it. */
interface OpenSecond {
  readonly counters: Counters;
  errors: number;
  readonly echo: BucketCounter;
  readonly fanout: BucketCounter;
  /** Where each worker that has reported stood at the end. */
  readonly gauges: Map<number, Gauges>;
  /** Has it been shown as finished? */
  shown: boolean;
}

/** The part of the live view that is about one second alone. */
type FinishedSecond = Pick<
  LiveSecond,
  'elapsedMs' | 'sentPerSecond' | 'deliveredPerSecond' | 'p50Ms' | 'p99Ms' | 'row' | 'histograms'
>;

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

/** Adds the workers' snapshots up: totals, timeline, and the live view of a second that everybody has reported. */
export class Collector {
  readonly counters = emptyCounters();
  readonly errors: ErrorCounts = {};
  readonly latency: Readonly<Record<RecordedLatency, BucketCounter>> = {
    echo: new BucketCounter(),
    fanout: new BucketCounter(),
    serviceEcho: new BucketCounter(),
    lastReceiver: new BucketCounter(),
  };
  peakConnections = 0;
  readonly #selves = new Map<number, SelfTotals>();
  readonly #lastGauges = new Map<number, Gauges>();
  readonly #open = new Map<number, OpenSecond>();
  readonly #closed: TimelineSecond[] = [];

  /**
   * Adds one snapshot of the fleet.
   * @param workers how many workers report
   * @returns the second as it looks now, when everybody has reported it for the first time
   */
  add(snapshot: Snapshot, workers: number): FinishedSecond | undefined {
    addNumbers(this.counters, snapshot.counters);
    addErrors(this.errors, snapshot.errors);
    for (const name of RECORDED_LATENCIES) addEncodedCounts(this.latency[name], snapshot.latency[name]);
    this.#lastGauges.set(snapshot.workerIndex, snapshot.gauges);
    this.peakConnections = Math.max(this.peakConnections, this.gauges.connectionsOpen);
    if (snapshot.second < 0) return undefined;
    this.#addSelf(snapshot);
    return this.#addToSecond(snapshot, workers);
  }

  /** Where all workers stand, by their last snapshots. */
  get gauges(): Gauges {
    return sumOf(this.#lastGauges);
  }

  /** What each worker saw of itself since the flood began, by index. */
  get workers(): WorkerOutcome[] {
    return [...this.#selves.entries()]
      .toSorted(([a], [b]) => a - b)
      .map(([, { cpuMs, cpuWaitMs, gcMs, observedMs, peakCpuShare, eventLoopDelay, scheduleSlip }]) => ({
        cpuShare: cpuMs / observedMs,
        cpuWaitShare: cpuWaitMs / observedMs,
        gcShare: gcMs / observedMs,
        peakCpuShare: Math.max(peakCpuShare, cpuMs / observedMs),
        eventLoopDelay,
        scheduleSlip,
      }));
  }

  /** Every second so far, in order. */
  get timeline(): TimelineSecond[] {
    const open = [...this.#open].map(([number, second]) => summarise(number, second));
    return [...this.#closed, ...open].toSorted((a, b) => a.second - b.second);
  }

  /** The live view of a finished second, with the run's totals. */
  liveView(finished: FinishedSecond, phase: LiveSecond['phase'], durationMs: number): LiveSecond {
    const { gauges } = this;
    const { missing, inFlight, connectionsOpen } = gauges;
    return {
      phase,
      durationMs,
      ...finished,
      sent: this.counters.sent,
      delivered: this.counters.received,
      missing,
      inFlight,
      errors: totalErrors(this.errors),
      connectionsOpen,
      counters: { ...this.counters },
      gauges,
      errorsByKind: { ...this.errors },
      ...memoryInUse(),
    };
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

  #addToSecond(snapshot: Snapshot, workers: number): FinishedSecond | undefined {
    const second = this.#open.get(snapshot.second) ?? {
      counters: emptyCounters(),
      errors: 0,
      echo: new BucketCounter(),
      fanout: new BucketCounter(),
      gauges: new Map<number, Gauges>(),
      shown: false,
    };
    this.#open.set(snapshot.second, second);
    addNumbers(second.counters, snapshot.counters);
    second.gauges.set(snapshot.workerIndex, snapshot.gauges);
    second.errors += totalErrors(snapshot.errors);
    addEncodedCounts(second.echo, snapshot.latency.echo);
    addEncodedCounts(second.fanout, snapshot.latency.fanout);
    this.#closeBefore(snapshot.second - SECONDS_KEPT_OPEN);
    if (second.shown || second.gauges.size < workers) return undefined;
    second.shown = true;
    return finish(snapshot.second, second);
  }

  #closeBefore(limit: number): void {
    for (const [number, second] of this.#open) {
      if (number >= limit) continue;
      this.#closed.push(summarise(number, second));
      this.#open.delete(number);
    }
  }
}

function sumOf(byWorker: ReadonlyMap<number, Gauges>): Gauges {
  const sum = emptyGauges();
  for (const gauges of byWorker.values()) addNumbers(sum, gauges);
  return sum;
}

/** What a second brought, as far as the live view shows it: percentiles even of few samples. */
function finish(number: number, second: OpenSecond): FinishedSecond {
  const { counters, echo, fanout } = second;
  const delivery = deliveryOf(echo, fanout);
  const [p50Us, p99Us] = [rawPercentileUs(delivery, 'p50'), rawPercentileUs(delivery, 'p99')];
  return {
    elapsedMs: (number + 1) * 1000,
    sentPerSecond: counters.sent,
    deliveredPerSecond: counters.received,
    p50Ms: p50Us === undefined ? null : p50Us / 1000,
    p99Ms: p99Us === undefined ? null : p99Us / 1000,
    row: summarise(number, second),
    histograms: { echo: encodeCounts(echo), fanout: encodeCounts(fanout) },
  };
}

function summarise(number: number, { counters, gauges, errors, echo, fanout }: OpenSecond): TimelineSecond {
  const delivery = deliveryOf(echo, fanout);
  const { connectionsOpen, inFlight } = sumOf(gauges);
  return {
    second: number,
    intended: counters.intended,
    sent: counters.sent,
    delivered: counters.received,
    lost: 0,
    errors,
    connections: connectionsOpen,
    inFlight,
    echoP50Ms: percentileMs(echo, 'p50'),
    echoP99Ms: percentileMs(echo, 'p99'),
    deliveryP50Ms: percentileMs(delivery, 'p50'),
    deliveryP99Ms: percentileMs(delivery, 'p99'),
  };
}
