import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ReportContext } from '../../report/build-report.js';
import { BOUNDS_US, cumulative } from './histograms.js';
import { type HistogramMetric, type NumberMetric, prometheusNameOf, runLabelsOf } from './metric.js';
import type { MetricsState } from './state.js';
import { VOCABULARY } from './vocabulary.js';

/** A series of a histogram as the registry writes it. */
interface Line {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly sharedLabels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A registry of our own that reads `state` at every scrape. */
export function createRegistry(state: MetricsState, context: ReportContext): Registry {
  const registry = new Registry();
  registry.setDefaultLabels(runLabelsOf(context));
  addInfo(registry, context);
  for (const metric of VOCABULARY) {
    if (metric.type === 'histogram') registry.registerMetric(new FilledHistogram(metric, state));
    else addNumber(registry, metric, state);
  }
  return registry;
}

function addInfo(registry: Registry, { target, dialect, tool }: ReportContext): void {
  const info = new Gauge({
    name: 'newyear_load_run_info',
    help: 'Always 1; its labels say what the run is about',
    labelNames: ['target', 'dialect', 'version'],
    registers: [registry],
  });
  info.set({ target, dialect, version: tool.version }, 1);
}

function addNumber(registry: Registry, metric: NumberMetric, state: MetricsState): void {
  const common = {
    name: prometheusNameOf(metric),
    help: metric.help,
    labelNames: [...metric.labels],
    registers: [registry],
  };
  if (metric.type === 'counter') {
    const counter = new Counter({
      ...common,
      collect: () => {
        counter.reset();
        for (const { labels, value } of metric.read(state)) counter.inc({ ...labels }, value);
      },
    });
  } else {
    const gauge = new Gauge({
      ...common,
      collect: () => {
        gauge.reset();
        // A gauge without labels begins at 0, which is a value; what is not known is none.
        gauge.remove({});
        for (const { labels, value } of metric.read(state)) gauge.set({ ...labels }, value);
      },
    });
  }
}

/** A histogram whose buckets are counted already. prom-client takes single observations only; what it writes comes from here. */
class FilledHistogram extends Histogram {
  readonly #metric: HistogramMetric;
  readonly #state: MetricsState;

  constructor(metric: HistogramMetric, state: MetricsState) {
    super({
      name: prometheusNameOf(metric),
      help: metric.help,
      labelNames: [...metric.labels],
      buckets: BOUNDS_US.map(secondsOf),
      registers: [],
    });
    this.#metric = metric;
    this.#state = state;
  }

  /** What a registry asks for when it is scraped. */
  async getForPromString(): Promise<{ name: string; help: string; type: 'histogram'; values: Line[] }> {
    const name = prometheusNameOf(this.#metric);
    const values = this.#metric.read(this.#state).flatMap(({ labels, value }): Line[] => {
      const { counts, count, sumSeconds } = cumulative(value);
      const line = (suffix: string, amount: number, le?: number | '+Inf'): Line => ({
        metricName: `${name}_${suffix}`,
        labels: le === undefined ? {} : { le },
        sharedLabels: labels,
        value: amount,
      });
      return [
        ...counts.map((amount, index) => line('bucket', amount, secondsOf(BOUNDS_US[index] ?? 0))),
        line('bucket', count, '+Inf'),
        line('sum', sumSeconds),
        line('count', count),
      ];
    });
    return { name, help: this.#metric.help, type: 'histogram', values };
  }
}

function secondsOf(valueUs: number): number {
  return valueUs / 1e6;
}
