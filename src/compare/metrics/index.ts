import { COUNT_METRICS } from './count-metrics.js';
import { LATENCY_METRICS } from './latency-metrics.js';
import { LOG_METRICS } from './log-metrics.js';
import type { ComparedMetric } from './metric.js';
import { RATE_METRICS } from './rate-metrics.js';
import { SERVER_COMPARED } from './server-metrics.js';
import { SETUP_METRICS } from './setup-metrics.js';

/** Every number that runs are compared by, in the order of the tables; a new one is a line in one of these. */
export const METRICS: readonly ComparedMetric[] = [
  ...COUNT_METRICS,
  ...LATENCY_METRICS,
  ...RATE_METRICS,
  ...LOG_METRICS,
  ...SETUP_METRICS,
  ...SERVER_COMPARED,
];
