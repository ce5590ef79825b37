import { BucketCounter } from '../../metrics/bucket-counter.js';
import type { PhaseName } from '../../core/phases.js';
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
} from '../../metrics/snapshot.js';
import { addEncodedCounts } from '../../metrics/sparse-counts.js';
import type { Report } from '../../report/report-types.js';
import type { LiveEvent } from '../watcher.js';

/** Where one worker stands. */
interface WorkerState {
  readonly gauges: Gauges;
  /** Of its last second in the flood. */
  readonly cpuShare: number | undefined;
  readonly gcShare: number | undefined;
}

/**
 * A run as it stands, for those who ask for totals: added up from the workers' own seconds, so that it is what the report will
 * say whatever second came late.
 */
export class MetricsState {
  readonly counters: Counters = emptyCounters();
  readonly errors: ErrorCounts = {};
  readonly latency: Readonly<Record<RecordedLatency, BucketCounter>> = emptyLatencies();
  readonly canaryLatency: Readonly<Record<RecordedLatency, BucketCounter>> = emptyLatencies();
  readonly scheduleSlip = new BucketCounter();
  readonly eventLoopDelay = new BucketCounter();
  readonly workers = new Map<number, WorkerState>();
  /** How often each alert rule was told. */
  readonly alerts = new Map<string, number>();
  phase: PhaseName | undefined;
  rssBytes: number | undefined;
  /** Memory in use by all programs, 0–1. */
  memoryShare: number | undefined;
  /** The report, once the run is over. */
  report: Report | undefined;

  /** Takes note of an event. */
  add(event: LiveEvent): void {
    switch (event.type) {
      case 'snapshot':
        if (event.role === 'fleet') this.#addFleet(event.snapshot);
        else addLatencies(this.canaryLatency, event.snapshot);
        break;
      case 'second':
        this.rssBytes = event.second.rssBytes;
        this.memoryShare = event.second.memoryShare;
        break;
      case 'phase-start':
        this.phase = event.phase;
        break;
      case 'alert':
        this.alerts.set(event.alert.rule, (this.alerts.get(event.alert.rule) ?? 0) + 1);
        break;
      default:
    }
  }

  /** The run is over. */
  finish(report: Report | undefined): void {
    this.phase = undefined;
    this.report = report;
  }

  /** Where all workers stand. */
  get gauges(): Gauges {
    const sum = emptyGauges();
    for (const { gauges } of this.workers.values()) addNumbers(sum, gauges);
    return sum;
  }

  #addFleet(snapshot: Snapshot): void {
    const { workerIndex, counters, errors, gauges, phase, self } = snapshot;
    addNumbers(this.counters, counters);
    addErrors(this.errors, errors);
    addLatencies(this.latency, snapshot);
    const inFlood = phase === 'flood' && snapshot.second >= 0;
    const before = this.workers.get(workerIndex);
    this.workers.set(workerIndex, {
      gauges,
      cpuShare: inFlood ? self.cpuShare : before?.cpuShare,
      gcShare: inFlood ? self.gcShare : before?.gcShare,
    });
    if (!inFlood) return;
    addEncodedCounts(this.scheduleSlip, self.scheduleSlip);
    addEncodedCounts(this.eventLoopDelay, self.eventLoopDelay);
  }
}

function emptyLatencies(): Record<RecordedLatency, BucketCounter> {
  return {
    echo: new BucketCounter(),
    fanout: new BucketCounter(),
    serviceEcho: new BucketCounter(),
    lastReceiver: new BucketCounter(),
  };
}

function addLatencies(into: Readonly<Record<RecordedLatency, BucketCounter>>, { latency }: Snapshot): void {
  for (const name of RECORDED_LATENCIES) addEncodedCounts(into[name], latency[name]);
}
