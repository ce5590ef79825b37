import { printable } from '../../core/text.js';
import type { BucketCounter } from '../../metrics/bucket-counter.js';
import type { ReportContext } from '../../report/build-report.js';
import type { MetricsState } from './state.js';

/** One series of a metric and where it stands. */
export interface Sample<V> {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: V;
}

interface MetricBase<V> {
  /** By the conventions of OpenTelemetry: `newyear_load.messages.sent`. */
  readonly name: `newyear_load.${string}`;
  /** UCUM, as OpenTelemetry writes it: `s`, `By`, `1` for a share, `{message}` for things that are counted, empty for no unit. */
  readonly unit: string;
  /** What it is, one sentence without full stop. */
  readonly help: string;
  readonly labels: readonly string[];
  /** Where it stands; no series for what is not known yet. */
  readonly read: (state: MetricsState) => readonly Sample<V>[];
}

/** A number that only grows, or one that goes up and down. */
export interface NumberMetric extends MetricBase<number> {
  readonly type: 'counter' | 'gauge';
}

/** A distribution of times; the counter has microseconds, outside it is seconds. */
export interface HistogramMetric extends MetricBase<BucketCounter> {
  readonly type: 'histogram';
}

/** Something that is measured, once for every system that takes metrics. */
export type Metric = NumberMetric | HistogramMetric;

/** Units that the names of Prometheus spell out (prometheus.io/docs/practices/naming: base units, plural). */
const UNIT_WORDS: Readonly<Record<string, string>> = { s: 'seconds', By: 'bytes' };

/**
 * What Prometheus calls a metric: the name with its unit, `_total` for a counter, `_ratio` for a share. It is the name that a
 * collector makes of the OpenTelemetry one (specification, "Prometheus and OpenMetrics Compatibility").
 */
export function prometheusNameOf({ name, unit, type }: Metric): string {
  const words = [name.replaceAll('.', '_')];
  const unitWord = UNIT_WORDS[unit];
  if (unitWord !== undefined) words.push(unitWord);
  if (unit === '1' && type === 'gauge') words.push('ratio');
  if (type === 'counter') words.push('total');
  return words.join('_');
}

/** One series without labels; none while there is no value. */
export function single<V>(value: V | undefined): Sample<V>[] {
  return value === undefined ? [] : [{ labels: {}, value }];
}

/** Series of one metric beyond this are added up as `other`: names from outside must not grow without end. */
const MOST_SERIES = 40;
const LONGEST_LABEL = 80;

/**
 * A series for each name, of those that nobody foresaw the largest when there are too many.
 * @param foreseen names that have a series from the start, at 0: the first of something is no growth otherwise
 */
export function byName(
  label: string,
  values: Iterable<readonly [name: string, value: number]>,
  foreseen: readonly string[] = [],
): Sample<number>[] {
  const known = new Map([...foreseen.map((name) => [name, 0] as const), ...values]);
  const sorted = [...known].toSorted(([, one], [, other]) => other - one);
  const isForeseen = new Set(foreseen);
  const [expected, others] = [
    sorted.filter(([name]) => isForeseen.has(name)),
    sorted.filter(([name]) => !isForeseen.has(name)),
  ];
  const samples = [...expected, ...others.slice(0, MOST_SERIES)].map(([name, value]) => ({
    labels: { [label]: printable(name, LONGEST_LABEL) },
    value,
  }));
  const rest = others.slice(MOST_SERIES).reduce((sum, [, value]) => sum + value, 0);
  return rest === 0 ? samples : [...samples, { labels: { [label]: 'other' }, value: rest }];
}

/** What every series of a run carries. Each run has its own, so that a run's counters begin at 0 and no two runs are added up. */
interface RunLabels {
  readonly run_id: string;
  /** Empty where no preset was used. */
  readonly preset: string;
  readonly kind: 'run' | 'connect';
}

/** The labels of the run that a report will be about. */
export function runLabelsOf({ runId, preset, plan }: ReportContext): RunLabels {
  return { run_id: runId, preset: preset ?? '', kind: plan['kind'] === 'connect' ? 'connect' : 'run' };
}
