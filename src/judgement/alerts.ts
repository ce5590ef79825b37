import { nearest, unknownName } from '../core/nearest.js';
import { printable } from '../core/text.js';
import { formatCount, formatLatencyMs, formatShare } from '../core/units.js';
import { ALERT_LATENCIES, ALERT_METRICS, type AlertFacts } from './alert-metrics.js';
import type { Alert } from './alert-types.js';
import { COMPARISONS, type Comparison, latencyLimitMs, type Sides, splitSides, subjectOf } from './expression.js';
import { PERCENTILES, type PercentileName, rawPercentileUs } from '../metrics/latency-summary.js';

/** A rule is told again only when this much of the run has gone by. */
export const COOL_DOWN_SECONDS = 60;

const EXAMPLE = 'p95(delivery)>1s';
const METRIC_NAMES = ALERT_METRICS.map(({ name }) => name);
const LATENCY_NAMES = Object.keys(ALERT_LATENCIES);
const STATISTICS = Object.keys(PERCENTILES);

/** A condition that is worth telling while a run goes on, parsed. */
export interface AlertRule {
  readonly expression: string;
  readonly comparison: Comparison;
  /** In the unit of `value`. */
  readonly limit: number;
  /** What is measured, for people: `p95 of delivery`. */
  readonly says: string;
  /** Milliseconds for a latency, a share 0–1 for a limit in %, else the count; null when there is nothing to judge by. */
  readonly value: (facts: AlertFacts) => number | null;
  /** A value for people. */
  readonly format: (value: number) => string;
}

type Measure = Pick<AlertRule, 'limit' | 'says' | 'value' | 'format'>;

/**
 * Reads `memory>80%`, `p95(delivery)>1s`, `errors>5%`, `backlog>10000`.
 * @returns the rule, or what is wrong with the expression, one sentence with the nearest valid name or an example
 */
export function parseAlert(expression: string): AlertRule | string {
  const sides = splitSides(expression, EXAMPLE);
  if (typeof sides === 'string') return sides;
  const named = subjectOf(sides);
  const measure =
    'name' in named ? countMeasure(sides, named.name) : latencyMeasure(sides, named.statistic, named.latency);
  if (typeof measure === 'string') return measure;
  return { expression: expression.trim(), comparison: sides.comparison, ...measure };
}

/** What is wrong with an expression, or undefined. */
export function checkAlert(expression: string): string | undefined {
  const rule = parseAlert(expression);
  return typeof rule === 'string' ? rule : undefined;
}

/** The rules of one run, and when each was last told. */
export class AlertRules {
  readonly #rules: readonly AlertRule[];
  readonly #lastToldAt = new Map<AlertRule, number>();

  /** @param expressions checked before; what does not read is left out */
  constructor(expressions: readonly string[]) {
    this.#rules = expressions.map(parseAlert).filter((rule) => typeof rule !== 'string');
  }

  /**
   * What is to be told of a second. A rule that goes on being true is told once a minute.
   * @param second whole seconds since the flood began
   */
  check(facts: AlertFacts, second: number): Alert[] {
    return this.#rules.flatMap((rule) => {
      const value = rule.value(facts);
      if (value === null || !COMPARISONS[rule.comparison](value, rule.limit)) return [];
      if (second - (this.#lastToldAt.get(rule) ?? Number.NEGATIVE_INFINITY) < COOL_DOWN_SECONDS) return [];
      this.#lastToldAt.set(rule, second);
      const message = `${rule.says}: ${rule.format(value)} (${rule.expression})`;
      return [{ rule: rule.expression, message, second, value, limit: rule.limit }];
    });
  }
}

function latencyMeasure(sides: Sides, statistic: string, latency: string): Measure | string {
  if (!isPercentile(statistic)) {
    return METRIC_NAMES.includes(statistic)
      ? `${statistic} takes no latency; an example is ${exampleOf(statistic)}`
      : unknownName('statistic', statistic, STATISTICS);
  }
  if (!isLatency(latency)) return unknownName('latency', latency, LATENCY_NAMES);
  const limit = latencyLimitMs(sides, `${statistic}(${latency})>1s`);
  if (typeof limit === 'string') return limit;
  return {
    limit,
    says: `${statistic} of ${latency}`,
    value: (facts) => {
      const valueUs = rawPercentileUs(ALERT_LATENCIES[latency](facts), statistic);
      return valueUs === undefined ? null : valueUs / 1000;
    },
    format: formatLatencyMs,
  };
}

function countMeasure({ limit, unit }: Sides, name: string): Measure | string {
  const metric = ALERT_METRICS.find((one) => one.name === name);
  if (metric === undefined) return unknownMetric(name);
  const { says, count, share } = metric;
  if (unit === '%') {
    if (share === undefined) return `${name} is no share of anything; an example is ${exampleOf(name)}`;
    return { limit: limit / 100, says, value: share, format: formatShare };
  }
  if (unit !== '') return `${name} is no latency and has no unit "${unit}"; an example is ${exampleOf(name)}`;
  if (count === undefined) return `${name} is a share and takes a %; an example is ${exampleOf(name)}`;
  return { limit, says, value: count, format: formatCount };
}

function exampleOf(name: string): string {
  return ALERT_METRICS.find((metric) => metric.name === name)?.share === undefined ? `${name}>10000` : `${name}>5%`;
}

function unknownMetric(name: string): string {
  if (isPercentile(name)) return `${name} needs a latency (${LATENCY_NAMES.join(', ')}); an example is ${EXAMPLE}`;
  if (isLatency(name)) return `${name} needs a percentile; an example is p95(${name})>1s`;
  const near = nearest(name, [...METRIC_NAMES, ...STATISTICS, ...LATENCY_NAMES]);
  const unknown = `unknown metric "${printable(name, 40)}"`;
  if (near === undefined) return `${unknown}; there is ${METRIC_NAMES.join(', ')} and p95(delivery) and its like`;
  return `${unknown}; did you mean "${METRIC_NAMES.includes(near) ? near : 'p95(delivery)'}"?`;
}

function isPercentile(name: string): name is PercentileName {
  return Object.hasOwn(PERCENTILES, name);
}

function isLatency(name: string): name is keyof typeof ALERT_LATENCIES {
  return Object.hasOwn(ALERT_LATENCIES, name);
}
