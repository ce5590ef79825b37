import { type MetricSelector, parseLabels } from '../core/server-watch.js';

/** A metric that is looked for: those of its samples that have these labels, added up. */
export type WantedMetric = MetricSelector;

/** What an answer says. */
export interface FoundMetrics {
  /** One a wanted metric; null where the answer has none of its samples, or they are no numbers. */
  readonly values: readonly (number | null)[];
  /** Is there a sample of whatever metric, so that the answer is of this format? */
  readonly hasSamples: boolean;
}

/** The beginning of a sample: the name of its metric. */
const NAME = /^[a-zA-Z_:][\w:]*/;
/** What stands behind the name: labels, a value, perhaps a time, and in OpenMetrics an exemplar. */
const REST = /^(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})?[ \t]+(\S+)(?:[ \t]+[-+.\deE]+)?[ \t]*(?:#.*)?$/;

/**
 * Reads metrics in the text format of Prometheus (0.0.4) or OpenMetrics: a line is a sample, a comment, or skipped. Only the
 * samples of wanted metrics are read whole, since an answer may have thousands of others.
 */
export function readMetrics(text: string, wanted: readonly WantedMetric[]): FoundMetrics {
  const values: (number | null)[] = wanted.map(() => null);
  const names = new Set(wanted.map(({ name }) => name));
  let hasSamples = false;
  for (const line of text.split('\n')) {
    const [name] = NAME.exec(line) ?? [];
    if (name === undefined || (hasSamples && !names.has(name))) continue;
    const sample = sampleOf(line.slice(name.length));
    if (sample === undefined) continue;
    hasSamples = true;
    for (const [index, metric] of wanted.entries()) {
      if (metric.name === name && fits(sample.labels, metric) && Number.isFinite(sample.value))
        values[index] = (values[index] ?? 0) + sample.value;
    }
  }
  return { values, hasSamples };
}

function sampleOf(rest: string): { readonly labels: MetricSelector['labels']; readonly value: number } | undefined {
  const [, inside = '', digits] = REST.exec(rest.trimEnd()) ?? [];
  const labels = parseLabels(inside);
  if (digits === undefined || labels === undefined) return undefined;
  const value = numberOf(digits);
  return value === undefined ? undefined : { labels, value };
}

/** A value as Go writes it: `1.5e+09`, `NaN`, `+Inf`; undefined when it is none. */
function numberOf(digits: string): number | undefined {
  if (/^[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?$|^[+-]?\d+\.$/.test(digits)) return Number(digits);
  return /^(?:NaN|[+-]?Inf)$/i.test(digits) ? Number.NaN : undefined;
}

function fits(labels: MetricSelector['labels'], wanted: MetricSelector): boolean {
  return wanted.labels.every(([name, value]) => labels.some(([own, has]) => own === name && has === value));
}
