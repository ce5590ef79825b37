import type { ErrorKind } from '../core/error-kinds.js';
import type { Alert } from '../judgement/alerts.js';
import type { RunEvent } from '../metrics/run-events.js';
import type { ReportContext } from '../report/build-report.js';
import type { Report } from '../report/report-types.js';

/** What watchers are told: the run's events, and what one of them has noticed in these or in itself. */
export type LiveEvent = RunEvent | WatcherNotice | { readonly type: 'alert'; readonly alert: Alert };

/** Something about a watcher that people should know. */
export interface WatcherNotice {
  readonly type: 'notice';
  readonly message: string;
  /** When a shortage of this process stands behind it: its kind, counted as one error of the run. */
  readonly kind?: ErrorKind | undefined;
}

/** Tells the display and every watcher something: a notice, an alert. */
export type Tell = (event: LiveEvent) => void;

/** What is known of a run before it begins. */
export interface RunBeginning {
  /** The report's context; its alerts are still empty. */
  readonly context: ReportContext;
  /** Wall-clock time, ISO 8601. */
  readonly startedAt: string;
}

/**
 * A face of a run: it watches while the run goes on and takes the report at its end. It knows nothing of the engine, and nothing
 * of the other faces. A new one is a file in this folder and a line in the table of `cli/run/audience.ts`.
 */
export interface RunWatcher {
  /** What happens, as it happens. It never throws, never blocks and never slows the run: whatever takes time is done later. */
  onEvent(event: LiveEvent): void;
  /**
   * The run is over. Everything still to be written is written, and everything that was opened is closed; called once, also for a
   * watcher that was left out because it failed, and waited for a few seconds only.
   * @param report undefined when nothing could be measured
   */
  end(report: Report | undefined): Promise<void>;
}
