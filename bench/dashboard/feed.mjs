import { BucketCounter } from '../../dist/metrics/bucket-counter.js';
import { emptyCounters, emptyGauges } from '../../dist/metrics/snapshot.js';
import { encodeCounts } from '../../dist/metrics/sparse-counts.js';
import { rawPercentileUs } from '../../dist/metrics/latency-summary.js';

/** The load of the preset "extreme": 1,000 users in 25 rooms. */
const SENT = 2000;
const COPIES = 11_000;
const DIFFERENT_SECONDS = 40;

/** What is known of the run before it begins. */
export function beginningOf(seconds) {
  const latency = { users: 1000, rooms: 25, roomSize: '3-8', durationMs: seconds * 1000, rate: SENT, workers: 1 };
  return {
    startedAt: new Date().toISOString(),
    context: {
      tool: { name: 'newyear-load', version: '0' },
      host: { node: process.versions.node, platform: 'linux', arch: 'x64', cpus: 2, memoryBytes: 8e9 },
      runId: 'feed00',
      preset: 'extreme',
      seed: 1,
      target: 'http://127.0.0.1:4000',
      dialect: 'minitalk',
      command: 'newyear-load run --preset extreme',
      plan: { kind: 'run', ...latency, deliveriesPerSecond: COPIES },
      thresholds: ['lost==0', 'p99(delivery)<250ms'],
      alerts: [],
    },
  };
}

/** Latencies of so many copies, scattered around a millisecond with a long tail: no two seconds alike. */
function latencies(count) {
  const counter = new BucketCounter();
  for (let copy = 0; copy < count; copy++) {
    const gauss = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
    counter.record(Math.round(1200 * Math.exp(0.6 * gauss)));
  }
  return counter;
}

const KINDS = Array.from({ length: DIFFERENT_SECONDS }, () => {
  const [echo, fanout] = [latencies(SENT), latencies(COPIES - SENT)];
  const ms = (counter, name) => (rawPercentileUs(counter, name) ?? 0) / 1000;
  const row = Object.fromEntries(
    ['p50', 'p90', 'p99', 'p999'].flatMap((name) => [
      [`echo${name.toUpperCase()}Ms`, ms(echo, name)],
      [`fanout${name.toUpperCase()}Ms`, ms(fanout, name)],
      [`delivery${name.toUpperCase()}Ms`, ms(fanout, name)],
    ]),
  );
  return { row, histograms: { echo: encodeCounts(echo), fanout: encodeCounts(fanout) } };
});

/** The event of one second. */
export function secondOf(index, seconds) {
  const { row, histograms } = KINDS[(index * 7) % KINDS.length];
  const [sent, received] = [SENT * (index + 1), COPIES * (index + 1)];
  return {
    type: 'second',
    second: {
      phase: 'flood',
      elapsedMs: (index + 1) * 1000,
      durationMs: seconds * 1000,
      sentPerSecond: SENT,
      deliveredPerSecond: COPIES,
      sent,
      delivered: received,
      p50Ms: row.deliveryP50Ms,
      p99Ms: row.deliveryP99Ms,
      missing: 0,
      inFlight: 20 + (index % 9),
      errors: 0,
      connectionsOpen: 1000,
      row: {
        second: index,
        intended: SENT,
        sent: SENT - (index % 5),
        delivered: COPIES - ((index * 13) % 101),
        lost: 0,
        errors: 0,
        connections: 1000,
        inFlight: 20 + (index % 9),
        completed: SENT,
        duplicated: 0,
        reordered: 0,
        connectionsLost: 0,
        cpuShare: 0.4 + (index % 10) / 100,
        slipP99Ms: 0.3,
        missing: 0,
        slipMaxMs: 0.9,
        ...row,
      },
      histograms,
      counters: { ...emptyCounters(), intended: sent, sent, completed: sent, received, operations: sent },
      gauges: { ...emptyGauges(), connectionsOpen: 1000, expected: received },
      errorsByKind: {},
      rssBytes: 2e8,
      memoryShare: 0.1,
    },
  };
}
