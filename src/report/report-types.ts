import type { JsonValue } from '../core/json.js';
import type { Alert } from '../judgement/alert-types.js';
import type { Grade } from '../judgement/grade.js';
import type { LatencySummary } from '../metrics/latency-summary.js';
import type { PhaseName } from '../core/phases.js';
import type {
  AuditOutcome,
  DeliverySums,
  Interruption,
  LossPlace,
  RoomResult,
  TimelineSecond,
} from '../metrics/run-outcome.js';
import type { ThresholdResult } from '../judgement/thresholds.js';
import type { Verdict } from '../judgement/verdict.js';
import type { Comparison } from './comparison/comparison-types.js';

/** Name and version of the report's format; a new major version where a field is renamed or dropped. */
export const REPORT_SCHEMA = 'newyear-load/report@1';

/**
 * What one run says, as JSON. Field names and nesting are public; `docs/report.md` explains every one. Times named `…Ms` are
 * milliseconds, `…At` ISO 8601, rates per second, shares 0–1.
 */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly tool: ToolInfo;
  readonly host: HostInfo;
  readonly run: RunInfo;
  readonly plan: ReportPlan;
  readonly phases: readonly PhaseReport[];
  readonly messages: MessageReport;
  readonly deliveries: DeliveryReport;
  readonly latencyMs: Readonly<Record<ReportedLatency, LatencySummary>>;
  readonly tps: TpsReport;
  readonly errors: ErrorReport;
  readonly connections: ConnectionReport;
  readonly generator: GeneratorReport;
  readonly canary: CanaryReport | null;
  readonly verdict: Verdict;
  readonly audit: AuditReport | null;
  readonly thresholds: readonly ThresholdResult[];
  readonly grade: Grade;
  readonly timeline: readonly TimelineSecond[];
  readonly histograms: HistogramReport;
  /** Sentences about what was noticed. */
  readonly findings: readonly string[];
  /** Rules that did not hold for a moment, in the order in which they were noticed. */
  readonly alerts: readonly Alert[];
  /** The latencies of every second of the timeline. */
  readonly intervals: readonly IntervalReport[];
  /** What changed since the run of `--baseline`; absent without one, and where the two cannot be compared. */
  readonly comparison?: Comparison;
}

export type ReportedLatency = 'echo' | 'fanout' | 'delivery' | 'serviceEcho' | 'lastReceiver';

export interface ToolInfo {
  readonly name: string;
  readonly version: string;
}

/** The machine that made the load. */
export interface HostInfo {
  readonly node: string;
  readonly platform: string;
  readonly arch: string;
  /** Logical processors that this process may use. */
  readonly cpus: number;
  readonly memoryBytes: number;
}

export interface RunInfo {
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMs: number;
  /** When the first message was intended to be sent: zero of the timeline's seconds; null without a flood. */
  readonly floodStartedAt: string | null;
  /** From the first intended send to the end of sending: what rates are over. */
  readonly floodMs: number;
  readonly preset: string | null;
  readonly seed: number;
  readonly target: string;
  /** The URL that was really used, `localhost` replaced by the address that answered. */
  readonly address: string;
  readonly dialect: string;
  readonly interrupted: boolean;
  readonly interruptedBy: Interruption | null;
  /** A command line that runs the same again. */
  readonly command: string;
}

/** The resolved plan as plain JSON. Fields beyond these are the plan's own. */
export interface ReportPlan {
  readonly users: number;
  readonly rooms: number;
  readonly roomSize: JsonValue;
  readonly durationMs: number;
  readonly rate: number | 'max';
  readonly workers: number;
  readonly deliveriesPerSecond: number | null;
  readonly [field: string]: JsonValue;
}

export interface PhaseReport {
  readonly name: PhaseName;
  readonly durationMs: number;
  readonly attempted: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Operations that succeeded, per second of the phase. */
  readonly ratePerSecond: number;
  readonly latencyMs: LatencySummary;
  readonly histogram: Histogram;
}

export interface MessageReport {
  readonly intended: number;
  readonly sent: number;
  readonly unsent: number;
  readonly refused: number;
  readonly completed: number;
  /** Unsent because the sender's connection was gone. */
  readonly senderGone: number;
}

export interface DeliveryReport extends DeliverySums {
  readonly unexpected: number;
  readonly byRoom: readonly RoomResult[];
  /** Where and when copies were lost and connections broke, the worst first. */
  readonly places: readonly LossPlace[];
}

/** Per second, over the flood; peaks are those of the best whole second. */
export interface TpsReport {
  readonly intended: number;
  readonly sent: number;
  readonly completed: number;
  readonly delivered: number;
  readonly peakSent: number;
  readonly peakDelivered: number;
}

export interface ErrorReport {
  readonly total: number;
  readonly share: number;
  readonly byKind: Readonly<Record<string, number>>;
  /** All operations, of which `share` is one. */
  readonly operations: number;
}

export interface ConnectionReport {
  readonly asked: number;
  readonly opened: number;
  readonly peak: number;
  readonly lost: number;
  readonly pings: number;
  readonly reconnects: number;
  readonly openAtEnd: number;
}

/** Three points of a distribution; null without samples. */
export interface Spread {
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

export interface GeneratorReport {
  /** Mean of the workers' shares of a core over the flood; null when no flood took place. */
  readonly cpuShare: number | null;
  readonly gcShare: number | null;
  readonly workers: readonly WorkerReport[];
  readonly peakRssBytes: number;
  /** null when there were too few connections to tell. */
  readonly kibPerConnection: number | null;
  readonly cpuSeconds: number;
  /** CPU seconds of the process for a million messages sent or received; null without messages. */
  readonly cpuSecondsPerMillionMessages: number | null;
  /** Messages not sent although their sockets took bytes. */
  readonly unsentWritable: number;
  /** Latency samples that were negative or not finite, left out of every latency. */
  readonly impossibleSamples: number;
  /** Latency samples above one hour, counted as one hour. */
  readonly clampedSamples: number;
}

export interface WorkerReport {
  readonly cpuShare: number;
  /** Ready to run, and no processor for it. */
  readonly cpuWaitShare: number;
  readonly peakCpuShare: number;
  readonly gcShare: number;
  readonly eventLoopDelayMs: Spread;
  readonly scheduleSlipMs: Spread;
  readonly histograms: { readonly eventLoopDelay: Histogram; readonly scheduleSlip: Histogram };
}

export interface CanaryReport {
  readonly sent: number;
  readonly expected: number;
  readonly received: number;
  readonly lost: number;
  readonly echoToSender: boolean | null;
  readonly latencyMs: { readonly echo: LatencySummary; readonly fanout: LatencySummary };
}

/** HdrHistogram V2 compressed, base64, integer microseconds. */
type Histogram = string;

/** Those of the canary are null without one. */
export interface HistogramReport extends Readonly<Record<ReportedLatency, Histogram>> {
  readonly canaryEcho: Histogram | null;
  readonly canaryFanout: Histogram | null;
}

/** One second of the flood or the drain. */
export interface IntervalReport {
  readonly second: number;
  readonly echo: Histogram;
  readonly fanout: Histogram;
}

export interface AuditReport extends AuditOutcome {
  readonly performed: true;
}
