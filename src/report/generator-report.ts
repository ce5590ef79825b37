import type { BucketCounter } from '../metrics/bucket-counter.js';
import { encodeHistogram } from '../metrics/hdr-encoding.js';
import { summarise } from '../metrics/latency-summary.js';
import type { RunOutcome, WorkerOutcome } from '../metrics/run-outcome.js';
import { RECORDED_LATENCIES } from '../metrics/snapshot.js';
import type { GeneratorReport, Spread, WorkerReport } from './report-types.js';

/** What the generator says of itself, so that a reader can judge whether it was the limit. */
export function generatorReport(outcome: RunOutcome): GeneratorReport {
  const { workers, latency, counters, deliveries } = outcome;
  const messages = counters.sent + deliveries.received;
  const recorded = RECORDED_LATENCIES.map((name) => latency[name]);
  return {
    cpuShare: meanOf(workers.map(({ cpuShare }) => cpuShare)),
    gcShare: meanOf(workers.map(({ gcShare }) => gcShare)),
    workers: workers.map(workerReport),
    agents: outcome.agents,
    pacing: outcome.pacing,
    peakRssBytes: outcome.peakRssBytes,
    kibPerConnection: outcome.bytesPerConnection === null ? null : outcome.bytesPerConnection / 1024,
    cpuSeconds: outcome.cpuSeconds,
    cpuSecondsPerMillionMessages: messages === 0 ? null : (outcome.cpuSeconds * 1_000_000) / messages,
    unsentWritable: outcome.unsentWritable,
    impossibleSamples: recorded.reduce((sum, { impossible }) => sum + impossible, 0),
    clampedSamples: recorded.reduce((sum, { clamped }) => sum + clamped, 0),
  };
}

/** What one worker saw of itself. */
export function workerReport(worker: WorkerOutcome): WorkerReport {
  const { agent, cpuShare, cpuWaitShare, peakCpuShare, gcShare, eventLoopDelay, scheduleSlip } = worker;
  return {
    ...(agent === undefined ? {} : { agent }),
    cpuShare,
    cpuWaitShare,
    peakCpuShare,
    gcShare,
    eventLoopDelayMs: spreadOf(eventLoopDelay),
    scheduleSlipMs: spreadOf(scheduleSlip),
    histograms: { eventLoopDelay: encodeHistogram(eventLoopDelay), scheduleSlip: encodeHistogram(scheduleSlip) },
  };
}

function spreadOf(counter: BucketCounter): Spread {
  const { p50, p99, max } = summarise(counter);
  return { p50, p99, max };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
