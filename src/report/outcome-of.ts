import { UsageError } from '../core/errors.js';
import { keysOf, pickFields } from '../core/records.js';
import type { AuditOutcome } from '../metrics/audit-outcome.js';
import type { BucketCounter } from '../metrics/bucket-counter.js';
import { ENTRANCE_COUNTS } from '../metrics/entrances.js';
import { decodeHistogram, decodeSparseHistogram } from '../metrics/hdr-encoding.js';
import { addDeliveries } from '../metrics/outcome-builder.js';
import type {
  CanaryOutcome,
  IntervalCounts,
  PhaseResult,
  RunOutcome,
  StageOutcome,
  WorkerOutcome,
} from '../metrics/run-outcome.js';
import { type Counters, emptyCounters, emptyStageCounters, latenciesOf } from '../metrics/snapshot.js';
import type { ReportContext } from './build-report.js';
import { ackCounters } from './count-reports.js';
import { DELIVERY_COUNTERS } from './delivery-counters.js';
import { findingsOfNumbers } from './judged-report.js';
import { MESSAGE_COUNTERS, STAGE_MESSAGE_COUNTERS } from './message-counters.js';
import { peopleOf } from './people-report.js';
import type { IntervalReport, PhaseReport, Report, StageReport, WorkerReport } from './report-types.js';
import { serverOutcomeOfReport } from './server-report.js';
import { unasked } from './threshold-results.js';

/**
 * What a run measured, from its report: the inverse of `buildReport`, so that `buildReport(outcomeOf(report), contextOf(report))`
 * is the same report again. What the report does not say (what was counted in a single latency beside its buckets, for example) is
 * put where it makes no difference to that.
 * @throws UsageError when a histogram cannot be read; `readReports` finds that out before
 */
export function outcomeOf(report: Report): RunOutcome {
  const measured = measuredOfReport(report);
  // What follows from the numbers is found in them again; the rest was noticed on the way.
  const found = findingsOfNumbers(measured, report.verdict);
  return { ...measured, findings: report.findings.filter((finding) => !found.has(finding)) };
}

/** The same without what was noticed on the way. */
export function measuredOfReport(report: Report): RunOutcome {
  const { run, deliveries, histograms, generator, connections } = report;
  const latency = latenciesOf((name) => decoded(histograms[name], `histograms.${name}`));
  latency.echo.impossible = generator.impossibleSamples;
  latency.echo.clamped = generator.clampedSamples;
  return {
    ...pickFields(run, [
      'startedAt',
      'endedAt',
      'durationMs',
      'floodMs',
      'floodStartedAt',
      'address',
      'mark',
      'firstMessages',
      'noObserver',
    ]),
    interruption: run.interruptedBy,
    phases: report.phases.map(phaseOf),
    counters: countersOf(report),
    deliveries: addDeliveries([deliveries]),
    rooms: deliveries.byRoom,
    entrances: report.entrances.map((entrance, index) => ({
      ...pickFields(entrance, ['target', ...ENTRANCE_COUNTS]),
      latency: decoded(entrance.histogram, `entrances[${index}].histogram`),
    })),
    places: deliveries.places,
    pairs: deliveries.pairs,
    latency,
    timeline: report.timeline,
    intervals: report.intervals.map(intervalOf),
    errors: report.errors.byKind,
    reasons: report.errors.reasons,
    connections,
    workers: generator.workers.map((worker, index) => workerOf(worker, `generator.workers[${index}]`)),
    stages: report.stages.map(stageOf),
    ...peopleOf(report, decoded),
    ...pickFields(generator, ['agents', 'pacing', 'peakRssBytes', 'cpuSeconds', 'unsentWritable']),
    bytesPerConnection: generator.kibPerConnection === null ? null : generator.kibPerConnection * 1024,
    canary: canaryOf(report),
    audit: auditOf(report),
    server: serverOutcomeOfReport(report.server),
    findings: [],
  };
}

/** What its report says of a run beside what was measured. */
export function contextOf(report: Report): ReportContext {
  const { run } = report;
  const expressions = report.thresholds.map(({ expression }) => expression);
  const [broken] = unasked({ ...report, interruption: run.interruptedBy });
  const isLastUnasked = broken !== undefined && expressions.at(-1) === broken.expression;
  return {
    tool: report.tool,
    host: report.host,
    runId: run.id,
    preset: run.preset,
    seed: run.seed,
    target: run.target,
    dialect: run.dialect,
    command: run.command,
    plan: report.plan,
    thresholds: isLastUnasked ? expressions.slice(0, -1) : expressions,
    alerts: report.alerts,
  };
}

function countersOf({ messages, deliveries, acks, errors, connections }: Report): Counters {
  const counters = emptyCounters();
  for (const field of keysOf(MESSAGE_COUNTERS)) counters[MESSAGE_COUNTERS[field]] = messages[field];
  for (const field of keysOf(DELIVERY_COUNTERS)) counters[DELIVERY_COUNTERS[field]] = deliveries[field];
  return {
    ...counters,
    ...ackCounters(acks),
    received: deliveries.received,
    duplicated: deliveries.duplicated,
    reordered: deliveries.reordered,
    operations: errors.operations,
    connectionsOpened: connections.opened,
    connectionsLost: connections.lost,
    reconnects: connections.reconnects,
    pings: connections.pings,
  };
}

function phaseOf(
  { name, durationMs, attempted, succeeded, failed, histogram }: PhaseReport,
  index: number,
): PhaseResult {
  const latency = decoded(histogram, `phases[${index}].histogram`);
  return { name, durationMs, attempted, succeeded, failed, latency };
}

function intervalOf({ second, echo, fanout }: IntervalReport, index: number): IntervalCounts {
  const read = (text: string, name: string): IntervalCounts['echo'] =>
    decodeSparseHistogram(text) ?? unreadable(`intervals[${index}].${name}`);
  return { second, echo: read(echo, 'echo'), fanout: read(fanout, 'fanout') };
}

function stageOf(report: StageReport, index: number): StageOutcome {
  const { messages, deliveries, acks, generator, histograms, errors } = report;
  const where = `stages[${index}]`;
  const counters = emptyStageCounters();
  for (const field of keysOf(STAGE_MESSAGE_COUNTERS)) counters[STAGE_MESSAGE_COUNTERS[field]] = messages[field];
  const { received, duplicated, reordered } = deliveries;
  return {
    ...pickFields(report, ['name', 'startMs', 'durationMs', 'measured', 'plannedFrom', 'plannedTo']),
    counters: { ...counters, ...ackCounters(acks), received, duplicated, reordered },
    deliveries,
    latency: latenciesOf((name) => decoded(histograms[name], `${where}.histograms.${name}`)),
    errors: errors.byKind,
    workers: generator.workers.map((worker, place) => workerOf(worker, `${where}.generator.workers[${place}]`)),
    unsentWritable: generator.unsentWritable,
  };
}

function workerOf(worker: WorkerReport, path: string): WorkerOutcome {
  const { agent, cpuShare, cpuWaitShare, gcShare, peakCpuShare, histograms } = worker;
  const where = `${path}.histograms`;
  return {
    ...(agent === undefined ? {} : { agent }),
    cpuShare,
    cpuWaitShare,
    gcShare,
    peakCpuShare,
    eventLoopDelay: decoded(histograms.eventLoopDelay, `${where}.eventLoopDelay`),
    scheduleSlip: decoded(histograms.scheduleSlip, `${where}.scheduleSlip`),
  };
}

function canaryOf({ canary, histograms: { canaryEcho, canaryFanout } }: Report): CanaryOutcome | null {
  if (canary === null || canaryEcho === null || canaryFanout === null) return null;
  const { sent, expected, received, lost, refused, echoToSender } = canary;
  return {
    sent,
    expected,
    received,
    lost,
    refused,
    echoToSender,
    echo: decoded(canaryEcho, 'histograms.canaryEcho'),
    fanout: decoded(canaryFanout, 'histograms.canaryFanout'),
  };
}

function auditOf({ audit }: Report): AuditOutcome | null {
  if (audit === null) return null;
  const { performed: _, ...outcome } = audit;
  return outcome;
}

function decoded(text: string, where: string): BucketCounter {
  return decodeHistogram(text) ?? unreadable(where);
}

function unreadable(where: string): never {
  throw new UsageError([{ where, message: 'is no HdrHistogram of microseconds with 3 significant digits' }]);
}
