import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import type { LiveSecond } from '#dist/metrics/run-events.js';
import { emptyCounters, emptyGauges, latenciesOf, type Snapshot } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { timelineSecond } from './outcome.js';

/** Counts of nothing, encoded. */
export const NO_LATENCY = encodeCounts(new BucketCounter());

/** A second of a healthy flood, with what a test wants otherwise. */
export function liveSecond(fields: Partial<LiveSecond> = {}): LiveSecond {
  return {
    phase: 'flood',
    elapsedMs: 5000,
    durationMs: 30_000,
    stage: null,
    sentPerSecond: 10_000,
    deliveredPerSecond: 52_400,
    sent: 50_000,
    delivered: 260_000,
    p50Ms: 0.91,
    p99Ms: 12.4,
    missing: 12,
    inFlight: 40,
    errors: 3,
    connectionsOpen: 10_000,
    row: timelineSecond({
      second: 4,
      intended: 10_000,
      sent: 10_000,
      completed: 10_000,
      delivered: 52_400,
      connections: 10_000,
      inFlight: 40,
      missing: 12,
      echoP50Ms: 0.9,
      echoP90Ms: 2,
      echoP99Ms: 12.1,
      fanoutP50Ms: 0.91,
      fanoutP90Ms: 2,
      fanoutP99Ms: 12.4,
      fanoutP999Ms: 14,
      deliveryP50Ms: 0.91,
      deliveryP90Ms: 2,
      deliveryP99Ms: 12.4,
      deliveryP999Ms: 14,
      cpuShare: 0.4,
      slipP99Ms: 1.2,
      slipMaxMs: 3.4,
    }),
    histograms: { echo: NO_LATENCY, fanout: NO_LATENCY },
    counters: emptyCounters(),
    gauges: emptyGauges(),
    errorsByKind: { 'network.ECONNRESET': 3 },
    rssBytes: 96 * 1024 * 1024,
    memoryShare: 0.012,
    ...fields,
  };
}

/** What an idle worker says of a second, with what a test wants otherwise. */
export function snapshotOf(second: number, fields: Partial<Snapshot> = {}): Snapshot {
  return {
    workerIndex: 0,
    phase: second < 0 ? 'join' : 'flood',
    second,
    counters: emptyCounters(),
    gauges: emptyGauges(),
    errors: {},
    reasons: [],
    latency: latenciesOf(() => NO_LATENCY),
    stages: [],
    stage: -1,
    self: {
      observedMs: 1000,
      cpuShare: 0.1,
      cpuWaitShare: 0,
      gcShare: 0,
      eventLoopDelay: NO_LATENCY,
      scheduleSlip: NO_LATENCY,
    },
    ...fields,
  };
}
