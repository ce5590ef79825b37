import { breakingPoint } from './breaking-point.js';
import type { Criterion } from './criterion.js';
import { delayAdded } from './delay-added.js';
import { expression } from './expression.js';
import { filterResumed } from './filter-resumed.js';
import { filterSpared } from './filter-spared.js';
import { latencyFactor } from './latency-factor.js';
import { latencyWhile } from './latency-while.js';

/** What came of loads, and of a dependency meanwhile. By their names in exercise files. */
export const LOAD_CRITERIA: Readonly<Record<string, Criterion>> = {
  'breaking-point': breakingPoint,
  'delay-added': delayAdded,
  expression,
  'filter-resumed': filterResumed,
  'filter-spared': filterSpared,
  'latency-factor': latencyFactor,
  'latency-while': latencyWhile,
};
