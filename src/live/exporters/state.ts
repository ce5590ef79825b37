import type { PhaseName } from '../../core/phases.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import type { Snapshot } from '../../metrics/snapshot.js';
import { SnapshotSums } from '../../metrics/snapshot-sums.js';
import { addEncodedCounts } from '../../metrics/sparse-counts.js';
import type { ReportContext } from '../../report/build-report.js';
import type { Report } from '../../report/report-types.js';
import type { LiveEvent } from '../watcher.js';

/** What one worker saw of itself in its last second of the flood; undefined before the first. */
type WorkerState = Pick<Snapshot['self'], 'cpuShare' | 'gcShare'> | undefined;

/**
 * The totals of a run as they stand. They are added up from the workers' own seconds, so they agree with the report, however
 * late a second comes.
 */
export class MetricsState {
  readonly fleet = new SnapshotSums();
  readonly observers = new SnapshotSums();
  readonly scheduleSlip = new BucketCounter();
  readonly eventLoopDelay = new BucketCounter();
  readonly workers = new Map<number, WorkerState>();
  /** How often each alert rule was told: 0 of those that were not. */
  readonly alerts: Map<string, number>;
  phase: PhaseName | undefined;
  /** The stage of the load that goes on; undefined without stages. */
  stage: string | undefined;
  rssBytes: number | undefined;
  /** Memory in use by all programs, 0–1. */
  memoryShare: number | undefined;
  /** The report, once the run is over. */
  report: Report | undefined;

  /** @param context whose plan has the rules */
  constructor(context?: ReportContext) {
    const rules = context?.plan['alerts'];
    this.alerts = new Map(Array.isArray(rules) ? rules.map((rule) => [String(rule), 0]) : []);
  }

  /** Takes note of an event. */
  add(event: LiveEvent): void {
    switch (event.type) {
      case 'snapshot':
        if (event.role === 'fleet') this.#addFleet(event.snapshot);
        else this.observers.addUp(event.snapshot);
        break;
      case 'second':
        this.rssBytes = event.second.rssBytes;
        this.memoryShare = event.second.memoryShare;
        this.stage = event.second.stage?.name;
        break;
      case 'phase-start':
        this.phase = event.phase;
        this.stage = undefined;
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
    this.stage = undefined;
    this.report = report;
  }

  #addFleet(snapshot: Snapshot): void {
    this.fleet.addUp(snapshot);
    const { workerIndex, phase, second, self } = snapshot;
    const isInFlood = phase === 'flood' && second >= 0;
    this.workers.set(workerIndex, isInFlood ? self : this.workers.get(workerIndex));
    if (!isInFlood) return;
    addEncodedCounts(this.scheduleSlip, self.scheduleSlip);
    addEncodedCounts(this.eventLoopDelay, self.eventLoopDelay);
  }
}
