import type { PhaseName } from '../../core/phases.js';
import type { RunKind } from '../../core/plan.js';
import type { Stage } from '../../core/stages.js';
import type { Grade } from '../../judgement/grade.js';
import type { ThresholdResult } from '../../judgement/thresholds.js';
import type { Verdict } from '../../judgement/verdict.js';
import type { RoomColumn, TimelineColumn } from '../../metrics/columns.js';
import type { LatencySummary } from '../../metrics/latency-summary.js';
import type { DeliverySums, Interruption } from '../../metrics/run-outcome.js';
import type { DELIVERY_COUNTERS } from '../delivery-counters.js';
import type { Headline } from '../headline.js';
import type {
  AckReport,
  ConnectionReport,
  EntranceReport,
  GeneratorReport,
  HostInfo,
  ReportedLatency,
  ReadsReport,
  SessionReport,
  SlowReaderReport,
  StormReport,
  ToolInfo,
  TpsReport,
  WorkerReport,
} from '../report-types.js';

/**
 * Everything that the HTML page shows, as plain JSON: made of a report by `pageDataOf`, or of events while a run goes on
 * (`live: true`). What only a finished run knows is null as long as it goes on, and the page says so. Texts are shortened and
 * their control characters made visible (`pageText`) before they come here. Times named `…Ms` are milliseconds, shares 0–1.
 */
export interface PageData {
  /** Does the run still go on? */
  readonly live: boolean;
  /** How far a run is that goes on; null once it is over. */
  readonly progress: PageProgress | null;
  /** The answer in a sentence; while the run goes on, what it does at the moment. */
  readonly headline: Headline;
  /** The language that it is told in, and the page's labels in it by their English; absent where that is English. */
  readonly told?: PageLanguage;
  readonly tool: ToolInfo;
  readonly host: HostInfo;
  readonly run: PageRun;
  readonly plan: PagePlan;
  /** null also where nothing is in question: connections that were only held as they should be. */
  readonly verdict: PageVerdict | null;
  readonly grade: Grade | null;
  /** While the run goes on, those that were asked for with `passed: null`. */
  readonly thresholds: readonly PageThreshold[];
  readonly messages: PageCounts<'intended' | 'sent' | 'unsent' | 'refused' | 'completed' | 'otherEvents'>;
  /** null where no message asked for an acknowledgement, and while the run goes on. */
  readonly acks: AckReport | null;
  readonly deliveries: PageCounts<keyof DeliverySums | keyof typeof DELIVERY_COUNTERS>;
  /** Of the whole run, so far or in the end; null what is not known. */
  readonly latencyMs: Readonly<Record<ReportedLatency, LatencySummary | null>>;
  readonly tps: TpsReport | null;
  readonly errors: PageErrors;
  readonly connections: PageCounts<keyof ConnectionReport>;
  readonly generator: PageGenerator | null;
  readonly canary: PageCanary | null;
  readonly audit: PageAudit | null;
  /** In their order; while a run goes on those that have begun. */
  readonly phases: readonly PagePhase[];
  readonly timeline: PageTimeline;
  readonly heat: PageHeat;
  /** null while the run goes on, unless it is known. */
  readonly percentiles: PagePercentiles | null;
  readonly rooms: PageRooms | null;
  /** By the plan's stages, in their order. */
  readonly stages: readonly PageStage[];
  /** Of several ways into the chat each; empty where there is one only, and while the run goes on. */
  readonly entrances: readonly PageEntrance[];
  /** Users who lost their connections by plan; empty while the run goes on. */
  readonly storms: readonly PageStorm[];
  /** Users who left and came back by plan; null where everybody stays, and while the run goes on. */
  readonly sessions: PageSessions | null;
  /** Users who did not read for a time by plan; null without any, and while the run goes on. */
  readonly slowReaders: SlowReaderReport | null;
  readonly reads: PageReads | null;
  /** Sentences about what was noticed. */
  readonly findings: readonly string[];
  readonly alerts: readonly PageAlert[];
}

export interface PageEntrance extends Omit<EntranceReport, 'latencyMs' | 'histogram'> {
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

export type PageStorm = Omit<StormReport, 'histograms' | 'how' | 'returning' | 'awayMs' | 'untaken'>;

export type PageSessions = Omit<SessionReport, 'histogram' | 'untaken'>;

export interface PageVerdict extends Verdict {
  /** What to do about the gravest reason; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** Counts by name; null what is not known yet. */
export type PageCounts<Name extends string> = Readonly<Record<Name, number | null>>;

export interface PageProgress {
  readonly phase: PhaseName | null;
  /** Since the run began. */
  readonly elapsedMs: number;
  /** How far the flood is, and how long it is planned to be; the page shows "34 s of 60 s". */
  readonly floodElapsedMs: number;
  readonly floodDurationMs: number;
}

export interface PageRun {
  readonly id: string;
  readonly kind: RunKind;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number | null;
  readonly preset: string | null;
  readonly seed: number;
  readonly target: string;
  readonly dialect: string;
  readonly interruptedBy: Interruption | null;
  readonly command: string;
}

/** A language and the page's labels in it, by their English. */
export interface PageLanguage {
  readonly language: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What the page of a run that goes on knows before it is told anything. */
export interface LivePage {
  /** The path of its events. */
  readonly events: string;
  readonly told?: PageLanguage;
}

export interface PagePlan {
  readonly users: number;
  readonly rooms: number;
  readonly durationMs: number;
  readonly rate: number | 'max';
  /** The load in words. */
  readonly load: string;
  readonly deliveriesPerSecond: number | null;
  /** Parts of the flood with loads of their own, one after the other; empty where the rate is the same all the time. */
  readonly stages: readonly Stage[];
  /** Everything else that was planned, in words: label and value. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** The plan as JSON text, without the texts of theme and dialect. */
  readonly json: string;
}

export interface PageThreshold extends Omit<ThresholdResult, 'passed' | 'note'> {
  /** `actual` in words; empty as long as it is not known. */
  readonly actualText: string;
  /** null as long as it is not decided. */
  readonly passed: boolean | null;
  /** Where a chart over time shows it; null where none does. */
  readonly line: PageLimitLine | null;
}

/** A limit as a line of a chart over time. */
export interface PageLimitLine {
  readonly chart: 'latency' | 'messages';
  /** Milliseconds, or messages per second. */
  readonly value: number;
  /** The place in the plan's stages of the only one that it is about; null for the whole run. */
  readonly stage: number | null;
}

/** What became of a stage of the load; null what is not known yet. Rates are per second of the stage. */
export interface PageStage {
  /** How long it went on; 0 when it was not reached. */
  readonly durationMs: number;
  readonly sentPerSecond: number | null;
  /** Messages that somebody received. */
  readonly completedPerSecond: number | null;
  readonly received: number;
  readonly lost: number | null;
  /** Of `delivery`. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** After its end, until times were what they were before it; `never`, and null where there is nothing to come back to or from. */
  readonly recoveryMs: number | 'never' | null;
  readonly level: Verdict['level'] | null;
}

export interface PageErrors {
  readonly total: number | null;
  readonly share: number | null;
  /** The most frequent first, as many as a page has room for, each with what it means. */
  readonly kinds: readonly (readonly [kind: string, count: number, meaning: string])[];
  /** Kinds that the list leaves out, and the errors of these. */
  readonly moreKinds: number;
  readonly moreErrors: number;
  /** What the server said of them, the most frequent first; empty while the run goes on. */
  readonly reasons: readonly (readonly [kind: string, text: string, count: number])[];
}

export interface PageGenerator extends Omit<GeneratorReport, 'workers'> {
  readonly workers: readonly Omit<WorkerReport, 'histograms'>[];
}

export interface PageCanary {
  readonly sent: number;
  readonly expected: number;
  readonly received: number;
  readonly lost: number;
  readonly echoToSender: boolean | null;
  readonly echo: LatencySummary;
  readonly fanout: LatencySummary;
}

export interface PagePhase {
  readonly name: PhaseName;
  /** Since the run began. */
  readonly startMs: number;
  /** null while it goes on. */
  readonly durationMs: number | null;
  readonly attempted: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Operations that it will try, as far as that is known, while it goes on; once it is over, those that it has tried. */
  readonly total: number;
  readonly ratePerSecond: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
}

/** One column of numbers; null what was not measured. */
export type PageColumn = readonly (number | null)[];

export interface PageTimeline {
  /**
   * Whole seconds that one row stands for: 1, and more in long runs, where counts are means a second, latencies and the slip
   * those of the worst second, and all else that of the last one.
   */
  readonly secondsPerRow: number;
  /** All of the same length. `second` is that in which the row begins, since the first intended send. */
  readonly columns: Readonly<Record<TimelineColumn, PageColumn>>;
}

/** Which copies: those that the senders themselves received, or those of all other members. */
export type PageLatencyKind = 'echo' | 'fanout';

/**
 * Time × latency. Bin *b* counts copies with a latency of 10^(b ÷ binsPerDecade) µs up to that of bin *b* + 1; bin 0 also holds
 * all below 1 µs.
 */
export interface PageHeat {
  readonly binsPerDecade: number;
  readonly secondsPerColumn: number;
  /** One entry a column of time, from second 0 on: the first bin that is not empty, then the counts from there on; `[]` for none. */
  readonly columns: Readonly<Record<PageLatencyKind, readonly (readonly number[])[]>>;
}

/** The latency at percentiles that lie evenly on an axis of nines. */
export interface PagePercentiles {
  /** 1 ÷ (1 − p): 2 is p50, 100 is p99, 1000 is p99.9. */
  readonly x: readonly number[];
  /** One column each, null where there are too few samples; a series without any sample is left out. */
  readonly series: readonly { readonly name: PercentileSeries; readonly valuesMs: PageColumn }[];
}

export type PercentileSeries = 'echo' | 'fanout' | 'canaryEcho' | 'canaryFanout';

/** What the audit found, in words. */
export interface PageAudit {
  /** `50 of 50 users found`; empty when there was nothing to look for. */
  readonly texts: readonly string[];
  /** Who and what is missing, the first of each. */
  readonly missing: readonly string[];
  /** How many more are missing. */
  readonly more: number;
}

/** The rooms, the worst first, as many as a page has room for. */
export interface PageRooms {
  /** All rooms of the run, shown or not. */
  readonly total: number;
  readonly names: readonly string[];
  readonly columns: Readonly<Record<RoomColumn, PageColumn>>;
}

export interface PageAlert {
  readonly rule: string;
  readonly message: string;
  /** Of the timeline. */
  readonly second: number;
}

/** What was read beside the messages. */
export type PageReads = Omit<ReadsReport, 'histograms'>;
