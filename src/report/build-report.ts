import { pickFields } from '../core/records.js';
import { REPORT_SCHEMA } from '../core/schema-names.js';
import type { Alert } from '../judgement/alerts.js';
import { courseOf } from '../judgement/course.js';
import { gradeOf } from '../judgement/grade.js';
import { reportedVerdict, verdictOf } from '../judgement/verdict.js';
import type { BucketCounter } from '../metrics/bucket-counter.js';
import { TIMELINE_COLUMNS } from '../metrics/columns.js';
import { encodeHistogram, encodeSparseHistogram } from '../metrics/hdr-encoding.js';
import { deliveryOf, type LatencySummary, summarise } from '../metrics/latency-summary.js';
import {
  type EntranceOutcome,
  type IntervalCounts,
  type PhaseResult,
  type RunOutcome,
} from '../metrics/run-outcome.js';
import { measuredPart } from '../metrics/stage-parts.js';
import { ackReport, connectionReport, deliveryReport, errorReport, messageReport, tpsReport } from './count-reports.js';
import { findingReport, gradeFactsOf } from './judged-report.js';
import { generatorReport } from './generator-report.js';
import { peopleReport } from './people-report.js';
import type {
  AuditReport,
  CanaryReport,
  EntranceReport,
  HistogramReport,
  HostInfo,
  IntervalReport,
  PhaseReport,
  Report,
  ReportedLatency,
  ReportPlan,
  RunInfo,
  ToolInfo,
} from './report-types.js';
import { serverReport } from './server-report.js';
import { stageReports } from './stage-report.js';
import { thresholdResults } from './threshold-results.js';

/** What a report needs beside the outcome. */
export interface ReportContext {
  readonly tool: ToolInfo;
  readonly host: HostInfo;
  readonly runId: string;
  readonly preset: string | null;
  readonly seed: number;
  /** The target as the user gave it. */
  readonly target: string;
  /** The dialect's name. */
  readonly dialect: string;
  /** A command line that runs the same again. */
  readonly command: string;
  /** The resolved plan, with its estimate. */
  readonly plan: ReportPlan;
  /** Threshold expressions, checked. */
  readonly thresholds: readonly string[];
  /** What the rules for alerts said during the run, in order. */
  readonly alerts: readonly Alert[];
}

/**
 * Everything that one run says, from what it measured and what was planned; pure.
 * @throws UsageError when a threshold expression is wrong; they are checked before a run
 */
export function buildReport(outcome: RunOutcome, context: ReportContext): Report {
  const { latency } = outcome;
  const measured = measuredPart(outcome);
  const delivery = deliveryOf(latency.echo, latency.fanout);
  const latencyMs: Record<ReportedLatency, LatencySummary> = {
    echo: summarise(latency.echo),
    fanout: summarise(latency.fanout),
    delivery: summarise(delivery),
    serviceEcho: summarise(latency.serviceEcho),
    lastReceiver: summarise(latency.lastReceiver),
    ack: summarise(latency.ack),
  };
  const verdict = verdictOf(measured, delivery);
  const course = courseOf(outcome, verdict);
  return {
    schema: REPORT_SCHEMA,
    tool: context.tool,
    host: context.host,
    run: runInfo(outcome, context),
    plan: context.plan,
    phases: outcome.phases.map(phaseReport),
    messages: messageReport(outcome),
    deliveries: deliveryReport(outcome),
    acks: ackReport(outcome.counters),
    latencyMs,
    tps: tpsReport(measured),
    errors: errorReport(outcome),
    connections: connectionReport(outcome),
    generator: generatorReport(outcome),
    canary: canaryReport(outcome),
    verdict: reportedVerdict(verdict),
    audit: auditReport(outcome),
    thresholds: thresholdResults(outcome, { outcome: measured, delivery, usersAsked: context.plan.users }, context),
    grade: gradeOf(gradeFactsOf(measured, verdict.level, latencyMs.delivery.p95)),
    timeline: outcome.timeline.map((second) => pickFields(second, TIMELINE_COLUMNS)),
    histograms: histogramReport(outcome, delivery),
    findings: findingReport(outcome, verdict, course, context.plan),
    alerts: [...context.alerts],
    intervals: outcome.intervals.map(intervalRow),
    stages: stageReports(outcome),
    course: { ...course, silences: [...course.silences] },
    entrances: outcome.entrances.map(entranceReport),
    server: serverReport(outcome, measured),
    ...peopleReport(outcome),
  };
}

function runInfo(outcome: RunOutcome, context: ReportContext): RunInfo {
  return {
    id: context.runId,
    startedAt: outcome.startedAt,
    endedAt: outcome.endedAt,
    durationMs: outcome.durationMs,
    floodStartedAt: outcome.floodStartedAt,
    floodMs: outcome.floodMs,
    mark: outcome.mark,
    firstMessages: outcome.firstMessages,
    noObserver: outcome.noObserver,
    preset: context.preset,
    seed: context.seed,
    target: context.target,
    address: outcome.address,
    dialect: context.dialect,
    interrupted: outcome.interruption !== null,
    interruptedBy: outcome.interruption,
    command: context.command,
  };
}

function phaseReport({ name, durationMs, attempted, succeeded, failed, latency }: PhaseResult): PhaseReport {
  const ratePerSecond = durationMs > 0 ? (succeeded * 1000) / durationMs : 0;
  const histogram = encodeHistogram(latency);
  return { name, durationMs, attempted, succeeded, failed, ratePerSecond, latencyMs: summarise(latency), histogram };
}

function histogramReport({ latency, canary }: RunOutcome, delivery: BucketCounter): HistogramReport {
  return {
    delivery: encodeHistogram(delivery),
    echo: encodeHistogram(latency.echo),
    fanout: encodeHistogram(latency.fanout),
    serviceEcho: encodeHistogram(latency.serviceEcho),
    lastReceiver: encodeHistogram(latency.lastReceiver),
    ack: encodeHistogram(latency.ack),
    canaryEcho: canary === null ? null : encodeHistogram(canary.echo),
    canaryFanout: canary === null ? null : encodeHistogram(canary.fanout),
  };
}

function intervalRow({ second, echo, fanout }: IntervalCounts): IntervalReport {
  return { second, echo: encodeSparseHistogram(echo), fanout: encodeSparseHistogram(fanout) };
}

function canaryReport({ canary }: RunOutcome): CanaryReport | null {
  if (canary === null) return null;
  const { sent, expected, received, lost, refused, echoToSender, echo, fanout } = canary;
  return {
    sent,
    expected,
    received,
    lost,
    refused,
    echoToSender,
    latencyMs: { echo: summarise(echo), fanout: summarise(fanout) },
  };
}

function entranceReport({ latency, ...counts }: EntranceOutcome): EntranceReport {
  return { ...counts, latencyMs: summarise(latency), histogram: encodeHistogram(latency) };
}

function auditReport({ audit }: RunOutcome): AuditReport | null {
  return audit === null ? null : { performed: true, ...audit };
}
