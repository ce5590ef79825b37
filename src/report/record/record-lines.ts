import type { PhaseName } from '../../core/phases.js';
import type { Alert } from '../../judgement/alerts.js';
import type { ServerWatch } from '../../core/server-watch.js';
import type { LiveSecond, PhaseProgress } from '../../metrics/run-events.js';
import type { ServerSample } from '../../metrics/server-samples.js';
import type { SnapshotJson } from '../../metrics/snapshot-json.js';
import type { ReportContext } from '../build-report.js';
import type { Report } from '../report-types.js';

/** Name and version of the record's format; a new major version where a field is renamed or dropped. */
export const RECORD_SCHEMA = 'newyear-load/record@1';

/** The first line: everything that a report says beside what was measured. */
export interface RunLine {
  readonly type: 'run';
  readonly schema: typeof RECORD_SCHEMA;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly context: ReportContext;
}

/** What a second looked like on the display. It is for people: snapshots say the same and more. */
export type SecondJson = Omit<LiveSecond, 'elapsedMs' | 'histograms' | 'counters' | 'gauges'>;

/** What happened in a run, in the order in which it did. */
export type EventLine =
  | { readonly type: 'phase-start'; readonly phase: PhaseName; readonly total: number }
  | ({ readonly type: 'phase-progress' } & PhaseProgress)
  | ({
      readonly type: 'phase-end';
      readonly durationMs: number;
      /** Times of the phase's operations: sparse counts, base64. */
      readonly latency: string;
    } & PhaseProgress)
  | ({ readonly type: 'snapshot'; readonly role: 'fleet' | 'canary' } & SnapshotJson)
  | ({
      readonly type: 'second';
      /** CPU time of the process since the flood began, seconds. */
      readonly cpuSeconds: number;
    } & SecondJson)
  /** The server that is watched. */
  | { readonly type: 'watching'; readonly watch: ServerWatch }
  /** What it was like at the end of a second. */
  | ({ readonly type: 'server' } & ServerSample)
  | { readonly type: 'notice'; readonly message: string }
  | ({ readonly type: 'alert' } & Alert)
  /** The file took lines more slowly than they came, and this many are missing here. */
  | { readonly type: 'gap'; readonly lines: number }
  /** The run is over, and nothing could be measured. */
  | { readonly type: 'end' };

/** An event with its time since the first line, in milliseconds. */
export type TimedLine = EventLine & { readonly elapsedMs: number };

/** The last line of a run that came to its end. */
export interface ReportLine {
  readonly type: 'report';
  readonly report: Report;
}

/** One line of a record, as JSON; docs/record.md explains every one. */
export type RecordLine = RunLine | TimedLine | ReportLine;
