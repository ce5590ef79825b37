import { inEnglish, message } from '../../core/language/words.js';
import type { MeasuredLog } from '../measured-run.js';
import type { ComparedMetric } from './metric.js';

/** How much a log of latencies holds. Whether more of it is better nobody can tell: a log does not say what was asked for. */
export const LOG_METRICS: readonly ComparedMetric[] = [
  logMetric('samples', 'count', ({ samples }) => samples),
  logMetric('rate', 'perSecond', ({ perSecond }) => perSecond),
];

function logMetric(
  name: string,
  unit: ComparedMetric['unit'],
  valueOf: (log: MeasuredLog) => number | null,
): ComparedMetric {
  return {
    name,
    group: 'throughput',
    family: 'log',
    unit,
    better: 'higher',
    part: 'times',
    counts: false,
    value: ({ log }) => (log === null ? null : valueOf(log)),
    judge: () => ({
      low: null,
      high: null,
      floor: null,
      judgement: null,
      reason: inEnglish(message('compared.log-rate')),
    }),
  };
}
