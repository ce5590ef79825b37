import { inEnglish, type Message, message } from '../core/language/words.js';
import { formatCount, formatLatencyMs, formatShare } from '../core/units.js';
import type { BucketCounter } from '../metrics/bucket-counter.js';
import { deliveryOf, PERCENTILES, type PercentileName, rawPercentileUs } from '../metrics/latency-summary.js';
import { errorShare } from '../metrics/snapshot.js';
import { type Language, latencySubjects, type Subject } from './expression.js';
import { type NamedOfServer, serverSubjects, seriesSubject } from './server-subjects.js';

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
  /** The stage of the load that goes on, if there is one: a rule of a stage looks at its seconds alone. */
  readonly stage?: string | undefined;
  /** What was read last of the server, by its name, `rss` or that of a series; null for what was not. */
  readonly server?: (name: string) => number | null;
  /** Latencies of this second. */
  readonly echo: BucketCounter;
  readonly fanout: BucketCounter;
}

/** What an alert rule reads off a second. */
export interface AlertReading {
  /** What is measured, for people: `p95 of delivery`. */
  readonly says: string;
  /** The same in any language; absent where nobody has translated it. */
  readonly what?: Message;
  /** Milliseconds for a latency, a share 0–1 for a limit in %, else the count; null when there is nothing to judge by. */
  readonly value: (facts: AlertFacts) => number | null;
  /** A value for people. */
  readonly format: (value: number) => string;
}

/** A number that an alert rule can name. */
interface AlertMetric {
  readonly name: 'memory' | 'errors' | 'backlog' | 'missing' | 'connections';
  /** The bare number's value; absent where only a share makes sense. */
  readonly count?: (facts: AlertFacts) => number;
  /** The value of a rule in %, 0–1, null when there is nothing that it is a share of; absent where a share means nothing. */
  readonly share?: (facts: AlertFacts) => number | null;
}

/** Every number that an alert rule can name; a new one is an entry here and a row in docs/alerts.md. */
export const ALERT_METRICS: readonly AlertMetric[] = [
  { name: 'memory', share: ({ memoryShare }) => memoryShare },
  { name: 'errors', count: ({ errors }) => errors, share: shareOfErrors },
  { name: 'backlog', count: ({ backlog }) => backlog },
  { name: 'missing', count: ({ missing }) => missing },
  { name: 'connections', count: ({ connections }) => connections },
];

/** Latencies that an alert rule can name. */
export const ALERT_LATENCIES = {
  echo: ({ echo }) => echo,
  fanout: ({ fanout }) => fanout,
  delivery: ({ echo, fanout }) => deliveryOf(echo, fanout),
} as const satisfies Record<string, (facts: AlertFacts) => BucketCounter>;

/** The rules `memory>80%`, `p95(delivery)>1s`, `errors>5%`, `backlog>10000` and their like. */
export const ALERT_LANGUAGE: Language<AlertReading> = {
  subjects: [
    ...ALERT_METRICS.map(metricSubject),
    ...serverSubjects([], serverReading),
    ...latencySubjects(Object.keys(PERCENTILES) as PercentileName[], ALERT_LATENCIES, '>1s', latencyReading),
  ],
  open: (name) => seriesSubject(name, [], serverReading),
  of: 'value',
  typical: 'p95(delivery)',
  statistic: ['percentile', 'p95'],
};

function serverReading({ name, says, format }: NamedOfServer): AlertReading {
  return { says, value: ({ server }) => server?.(name) ?? null, format };
}

function metricSubject({ name, count, share }: AlertMetric): Subject<AlertReading> {
  const what = message(`alert.${name}`);
  const says = inEnglish(what);
  return {
    name,
    readings: {
      ...(count === undefined ? {} : { '': { says, what, value: count, format: formatCount } }),
      ...(share === undefined ? {} : { '%': { says, what, value: share, format: formatShare } }),
    },
    refusal: (unit) => {
      if (unit === '%') return message('expr.unit.no-share', { name });
      return unit === '' ? message('expr.unit.share', { name }) : message('expr.unit.no-latency', { name, unit });
    },
    example: share === undefined ? `${name}>10000` : `${name}>5%`,
    stage: 'may',
  };
}

function latencyReading(
  percentile: PercentileName,
  counterOf: (facts: AlertFacts) => BucketCounter,
  name: string,
): AlertReading {
  const value = (facts: AlertFacts): number | null => {
    const valueUs = rawPercentileUs(counterOf(facts), percentile);
    return valueUs === undefined ? null : valueUs / 1000;
  };
  const what = message('alert.latency', { percentile, latency: name });
  return { says: inEnglish(what), what, value, format: formatLatencyMs };
}

function shareOfErrors({ errors, operations }: AlertFacts): number | null {
  return errors === 0 && operations === 0 ? null : errorShare(errors, operations);
}
