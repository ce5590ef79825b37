import type { ReportContext } from '../../report/build-report.js';
import { exponential } from './histograms.js';
import { type HistogramMetric, type Metric, type NumberMetric, runLabelsOf, type Sample } from './metric.js';
import type { MetricsState } from './state.js';
import { VOCABULARY } from './vocabulary.js';

type HrTime = readonly [seconds: number, nanoseconds: number];
type Attributes = Readonly<Record<string, string>>;

/**
 * Metrics in the shape of OpenTelemetry's `ResourceMetrics`, as far as its exporter reads it. Its own types have enumerations, whose values
 * would have to be imported from a package that need not be there.
 */
export interface OtlpMetrics {
  readonly resource: { readonly attributes: Attributes };
  readonly scopeMetrics: readonly {
    readonly scope: { readonly name: string; readonly version: string };
    readonly metrics: readonly OtlpMetric[];
  }[];
}

interface OtlpMetric {
  readonly descriptor: {
    readonly name: string;
    readonly unit: string;
    readonly description: string;
    readonly valueType: number;
  };
  readonly aggregationTemporality: number;
  readonly dataPointType: number;
  readonly isMonotonic?: boolean;
  readonly dataPoints: readonly DataPoint[];
}

interface DataPoint {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly attributes: Attributes;
  readonly value: unknown;
}

/** `AggregationTemporality.CUMULATIVE` */
const CUMULATIVE = 1;
/** `DataPointType` */
const POINT_TYPES = { exponentialHistogram: 1, gauge: 2, sum: 3 } as const;
/** `ValueType.DOUBLE` */
const DOUBLE = 1;

/** From when to when numbers were counted, milliseconds since 1970. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** All metrics as they stand, ready to be sent: cumulative since the run began. */
export function otlpMetricsOf(state: MetricsState, context: ReportContext, span: Span): OtlpMetrics {
  const { name, version } = context.tool;
  const metrics = VOCABULARY.map((metric) => metricOf(metric, state, span));
  return {
    resource: { attributes: resourceAttributesOf(context) },
    scopeMetrics: [{ scope: { name, version }, metrics: metrics.filter(({ dataPoints }) => dataPoints.length > 0) }],
  };
}

/** Names of the conventions for resources, and the run's own. */
function resourceAttributesOf(context: ReportContext): Attributes {
  const { run_id: runId, preset, kind } = runLabelsOf(context);
  return {
    'service.name': context.tool.name,
    'service.version': context.tool.version,
    'service.instance.id': runId,
    'newyear_load.run.id': runId,
    'newyear_load.run.preset': preset,
    'newyear_load.run.kind': kind,
    'newyear_load.run.target': context.target,
    'newyear_load.run.dialect': context.dialect,
  };
}

function metricOf(metric: Metric, state: MetricsState, span: Span): OtlpMetric {
  const { name, unit, help: description } = metric;
  const common = {
    descriptor: { name, unit, description, valueType: DOUBLE },
    aggregationTemporality: CUMULATIVE,
  };
  if (metric.type === 'histogram') {
    const dataPoints = histogramPoints(metric, state, span);
    return { ...common, dataPointType: POINT_TYPES.exponentialHistogram, dataPoints };
  }
  const dataPoints = numberPoints(metric, state, span);
  return metric.type === 'counter'
    ? { ...common, dataPointType: POINT_TYPES.sum, isMonotonic: true, dataPoints }
    : { ...common, dataPointType: POINT_TYPES.gauge, dataPoints };
}

function numberPoints(metric: NumberMetric, state: MetricsState, span: Span): DataPoint[] {
  return metric.read(state).map((sample) => pointOf(sample, sample.value, span));
}

function histogramPoints(metric: HistogramMetric, state: MetricsState, span: Span): DataPoint[] {
  return metric.read(state).map((sample) => {
    const { count, sumSeconds, scale, zeroCount, offset, bucketCounts, range } = exponential(sample.value);
    const value = {
      count,
      sum: sumSeconds,
      scale,
      zeroCount,
      positive: { offset, bucketCounts },
      negative: { offset: 0, bucketCounts: [] },
      ...range,
    };
    return pointOf(sample, value, span);
  });
}

function pointOf({ labels }: Sample<unknown>, value: unknown, { fromMs, toMs }: Span): DataPoint {
  const attributes = Object.fromEntries(Object.entries(labels).map(([label, text]) => [attributeOf(label), text]));
  return { startTime: hrTimeOf(fromMs), endTime: hrTimeOf(toMs), attributes, value };
}

/** OpenTelemetry divides by dots what Prometheus divides by underscores: `error.type`. */
function attributeOf(label: string): string {
  return label.replaceAll('_', '.');
}

function hrTimeOf(timeMs: number): HrTime {
  return [Math.floor(timeMs / 1000), Math.round((timeMs % 1000) * 1e6)];
}
