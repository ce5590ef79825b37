import type { BucketCounter } from '../metrics/bucket-counter.js';
import { deliveryOf } from '../metrics/latency-summary.js';

/** What alert rules look at: one second of the flood or the drain, all workers together. */
export interface AlertFacts {
  /** Memory of the machine (or the container) in use, 0–1, by all programs. */
  readonly memoryShare: number;
  /** Failures in this second. */
  readonly errors: number;
  /** Operations tried in this second. */
  readonly operations: number;
  /** Copies under way, and messages whose time came and that no socket has taken yet. */
  readonly backlog: number;
  /** Copies that later messages have overtaken and that have not come. */
  readonly missing: number;
  /** Connections open. */
  readonly connections: number;
  /** Latencies of this second. */
  readonly echo: BucketCounter;
  readonly fanout: BucketCounter;
}

/** A number that an alert rule can name. */
export interface AlertMetric {
  readonly name: string;
  /** What it is, for people. */
  readonly says: string;
  /** The bare number's value; absent where only a share makes sense. */
  readonly count?: (facts: AlertFacts) => number;
  /** The value of a rule in %, 0–1, null when there is nothing that it is a share of; absent where a share means nothing. */
  readonly share?: (facts: AlertFacts) => number | null;
}

/** Every number that an alert rule can name; a new one is an entry here and a row in docs/alerts.md. */
export const ALERT_METRICS: readonly AlertMetric[] = [
  { name: 'memory', says: 'memory in use', share: ({ memoryShare }) => memoryShare },
  { name: 'errors', says: 'errors in a second', count: ({ errors }) => errors, share: errorShare },
  { name: 'backlog', says: 'undelivered backlog', count: ({ backlog }) => backlog },
  { name: 'missing', says: 'copies overtaken and not come', count: ({ missing }) => missing },
  { name: 'connections', says: 'connections open', count: ({ connections }) => connections },
];

/** Latencies that an alert rule can name. */
export const ALERT_LATENCIES = {
  echo: ({ echo }) => echo,
  fanout: ({ fanout }) => fanout,
  delivery: ({ echo, fanout }) => deliveryOf(echo, fanout),
} as const satisfies Record<string, (facts: AlertFacts) => BucketCounter>;

/** A connection that the server cuts is an error without an operation of its own: never more than all. */
function errorShare({ errors, operations }: AlertFacts): number | null {
  if (operations === 0) return errors === 0 ? null : 1;
  return Math.min(1, errors / operations);
}
