import { inEnglish, message } from '../../core/language/words.js';
import type { MeasuredRun } from '../measured-run.js';
import { COUNT_METRICS } from './count-metrics.js';
import { LATENCY_METRICS } from './latency-metrics.js';
import type { ComparedMetric } from './metric.js';
import { RATE_METRICS } from './rate-metrics.js';

/** Of every stage; all numbers of a hundred stages would hide those that matter. */
const OF_STAGES: ReadonlySet<string> = new Set(['lost', 'p50(delivery)', 'p99(delivery)', 'tps']);

const METRICS_OF_STAGES = [...COUNT_METRICS, ...LATENCY_METRICS, ...RATE_METRICS].filter(({ name }) =>
  OF_STAGES.has(name),
);

/** The numbers of the measured stages that two runs both have, by their names and in the order of the base. */
export function stageMetrics(base: MeasuredRun, current: MeasuredRun): ComparedMetric[] {
  return [...base.stages.keys()]
    .filter((stage) => current.stages.has(stage))
    .flatMap((stage) => [...METRICS_OF_STAGES.map((metric) => ofStage(metric, stage)), recoveryMetric(stage)]);
}

function ofStage(metric: ComparedMetric, stage: string): ComparedMetric {
  const partOf = (run: MeasuredRun): MeasuredRun => run.stages.get(stage) ?? run;
  return {
    ...metric,
    name: nameOf(metric.name, stage),
    group: 'stages',
    family: `${metric.family}@${stage}`,
    value: (run) => metric.value(partOf(run)),
    judge: (base, current, tail) => metric.judge(partOf(base), partOf(current), tail),
  };
}

/** `p99(delivery)` → `p99(delivery@spike)`, `lost` → `lost@spike`, as thresholds are written. */
function nameOf(metric: string, stage: string): string {
  return metric.endsWith(')') ? `${metric.slice(0, -1)}@${stage})` : `${metric}@${stage}`;
}

/** One event of each run, known to the second: there is nothing from which its interval could be told. */
function recoveryMetric(stage: string): ComparedMetric {
  return {
    name: `recovery@${stage}`,
    group: 'stages',
    family: `recovery@${stage}`,
    unit: 'ms',
    better: 'lower',
    part: 'times',
    counts: false,
    value: ({ report }) => report.stages.find(({ name }) => name === stage)?.recoveryMs ?? null,
    judge: () => ({
      low: null,
      high: null,
      floor: null,
      judgement: null,
      reason: inEnglish(message('compared.one-recovery')),
    }),
  };
}
