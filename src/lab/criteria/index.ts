import { alertPause } from './alert-pause.js';
import { alertSilent } from './alert-silent.js';
import { alertWithin } from './alert-within.js';
import { breakingPoint } from './breaking-point.js';
import { delayAdded } from './delay-added.js';
import { expression } from './expression.js';
import type { Criterion } from './criterion.js';
import { filterResumed } from './filter-resumed.js';
import { filterSpared } from './filter-spared.js';
import { latencyFactor } from './latency-factor.js';
import { latencyWhile } from './latency-while.js';
import { memoryReturns } from './memory-returns.js';
import { memorySlope } from './memory-slope.js';
import { metricsMemory } from './metrics-memory.js';
import { metricsMessages } from './metrics-messages.js';
import { metricsP95 } from './metrics-p95.js';
import { metricsTps } from './metrics-tps.js';
import { metricsUsers } from './metrics-users.js';
import { allBack } from './all-back.js';
import { endsInTime } from './ends-in-time.js';
import { endsOrderly } from './ends-orderly.js';
import { nothingMissing } from './nothing-missing.js';
import { staysConnected } from './stays-connected.js';
import { serverLives } from './server-lives.js';

/** Every criterion, by its name in exercise files. */
export const CRITERIA: Readonly<Record<string, Criterion>> = {
  'all-back': allBack,
  'breaking-point': breakingPoint,
  'delay-added': delayAdded,
  'ends-in-time': endsInTime,
  'ends-orderly': endsOrderly,
  'nothing-missing': nothingMissing,
  'alert-pause': alertPause,
  'alert-silent': alertSilent,
  'alert-within': alertWithin,
  expression,
  'filter-resumed': filterResumed,
  'filter-spared': filterSpared,
  'latency-factor': latencyFactor,
  'latency-while': latencyWhile,
  'memory-returns': memoryReturns,
  'memory-slope': memorySlope,
  'metrics-memory': metricsMemory,
  'metrics-messages': metricsMessages,
  'metrics-p95': metricsP95,
  'metrics-tps': metricsTps,
  'metrics-users': metricsUsers,
  'server-lives': serverLives,
  'stays-connected': staysConnected,
};
