import type { Criterion } from './criterion.js';
import { memoryReturns } from './memory-returns.js';
import { memorySlope } from './memory-slope.js';
import { metricsMemory } from './metrics-memory.js';
import { metricsMessages } from './metrics-messages.js';
import { metricsP95 } from './metrics-p95.js';
import { metricsTps } from './metrics-tps.js';
import { metricsUsers } from './metrics-users.js';

/** What a server tells of itself, and takes of the machine. By their names in exercise files. */
export const METRICS_CRITERIA: Readonly<Record<string, Criterion>> = {
  'memory-returns': memoryReturns,
  'memory-slope': memorySlope,
  'metrics-memory': metricsMemory,
  'metrics-messages': metricsMessages,
  'metrics-p95': metricsP95,
  'metrics-tps': metricsTps,
  'metrics-users': metricsUsers,
};
