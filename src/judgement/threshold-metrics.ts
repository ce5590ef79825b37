import { type AuditGaps, emptyAudit, gapsOf } from '../metrics/audit.js';
import { type BucketCounter } from '../metrics/bucket-counter.js';
import { deliveryOf, type LatencySummary } from '../metrics/latency-summary.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import { totalErrors } from '../metrics/snapshot.js';

/** What thresholds are evaluated on. */
export interface ThresholdFacts {
  readonly outcome: RunOutcome;
  /** Users that the plan asked for. */
  readonly usersAsked: number;
}

/** Latencies that a threshold can name. */
export const THRESHOLD_LATENCIES = {
  echo: ({ latency }) => latency.echo,
  fanout: ({ latency }) => latency.fanout,
  delivery: ({ latency }) => deliveryOf(latency.echo, latency.fanout),
  serviceEcho: ({ latency }) => latency.serviceEcho,
  lastReceiver: ({ latency }) => latency.lastReceiver,
} as const satisfies Record<string, (outcome: RunOutcome) => BucketCounter>;

export type ThresholdLatency = keyof typeof THRESHOLD_LATENCIES;

/** Values of a latency that a threshold can name: fields of its summary. */
export const THRESHOLD_STATISTICS = [
  'p50',
  'p75',
  'p90',
  'p95',
  'p99',
  'p999',
  'p9999',
  'mean',
  'max',
  'min',
] as const satisfies readonly (keyof LatencySummary)[];

/** A count that a threshold can name. */
export interface CountMetric {
  readonly name: string;
  /** The bare number's value. */
  readonly count: (facts: ThresholdFacts) => number;
  /** What 100 % is; where it is 0 there are no samples. */
  readonly whole: (facts: ThresholdFacts) => number;
  /** False where a share would mean nothing; `whole` then only tells whether there are samples. */
  readonly takesShare: boolean;
}

/** Every count that a threshold can name; a new metric is one line here and one in docs/thresholds.md. */
export const COUNT_METRICS: readonly CountMetric[] = [
  counted('lost', ({ outcome }) => outcome.deliveries.lost, expectedCopies),
  counted('duplicated', ({ outcome }) => outcome.deliveries.duplicated, expectedCopies),
  counted('reordered', ({ outcome }) => outcome.deliveries.reordered, receivedCopies),
  counted('unexpected', ({ outcome }) => outcome.counters.unexpected, expectedCopies),
  counted('refused', ({ outcome }) => outcome.counters.refused, intendedMessages),
  counted('unsent', ({ outcome: { counters } }) => counters.intended - counters.sent, intendedMessages),
  counted('errors', ({ outcome }) => totalErrors(outcome.errors), operations),
  counted('delivered', receivedCopies, expectedCopies),
  counted(
    'usersMissing',
    (facts) => auditGaps(facts).usersMissing,
    (facts) => auditGaps(facts).usersCheckable,
  ),
  counted(
    'messagesMissing',
    (facts) => auditGaps(facts).messagesMissing,
    (facts) => auditGaps(facts).messagesCheckable,
  ),
  counted('users', usersRegistered, ({ usersAsked }) => usersAsked),
  counted(
    'connections',
    ({ outcome }) => outcome.connections.openAtEnd,
    ({ outcome }) => outcome.connections.asked,
  ),
  {
    name: 'tps',
    count: ({ outcome }) => perSecondOfFlood(outcome, outcome.counters.completed),
    whole: floodMs,
    takesShare: false,
  },
];

function counted(name: string, count: CountMetric['count'], whole: CountMetric['whole']): CountMetric {
  return { name, count, whole, takesShare: true };
}

/** `count` per second of the flood; 0 when no flood took place. */
export function perSecondOfFlood(outcome: Pick<RunOutcome, 'floodMs'>, count: number): number {
  return outcome.floodMs > 0 ? (count * 1000) / outcome.floodMs : 0;
}

function expectedCopies({ outcome }: ThresholdFacts): number {
  return outcome.deliveries.expected;
}

function receivedCopies({ outcome }: ThresholdFacts): number {
  return outcome.deliveries.received;
}

function intendedMessages({ outcome }: ThresholdFacts): number {
  return outcome.counters.intended;
}

/** Without an audit nothing could be checked, which leaves its counts without samples. */
function auditGaps({ outcome: { audit } }: ThresholdFacts): AuditGaps {
  return gapsOf(audit ?? emptyAudit());
}

function operations({ outcome }: ThresholdFacts): number {
  return outcome.counters.operations;
}

function floodMs({ outcome }: ThresholdFacts): number {
  return outcome.floodMs;
}

/** Where a dialect registers nobody, every user is there from the start. */
function usersRegistered({ outcome, usersAsked }: ThresholdFacts): number {
  return outcome.phases.find(({ name }) => name === 'register')?.succeeded ?? usersAsked;
}
