import { answersAgain } from './answers-again.js';
import { answersAtOnce } from './answers-at-once.js';
import type { Criterion } from './criterion.js';
import { largestFile } from './largest-file.js';
import { readFactor } from './read-factor.js';
import { readFresh } from './read-fresh.js';
import { steadyLatency } from './steady-latency.js';

/** How a server keeps and reads what it is told. By their names in exercise files. */
export const STORAGE_CRITERIA: Readonly<Record<string, Criterion>> = {
  'answers-again': answersAgain,
  'answers-at-once': answersAtOnce,
  'largest-file': largestFile,
  'read-factor': readFactor,
  'read-fresh': readFresh,
  'steady-latency': steadyLatency,
};
