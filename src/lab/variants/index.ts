import { alertVariants } from './alerts.js';
import { breakerVariants } from './breaker.js';
import { cacheVariants } from './cache.js';
import { databaseVariants } from './database.js';
import { delayVariants } from './delay.js';
import { growthVariants } from './growth.js';
import { instanceVariants } from './instances.js';
import { leakVariants } from './leak.js';
import { memoryVariants } from './memory.js';
import { metricsVariants } from './metrics.js';
import { raceVariants } from './race.js';
import { shutdownVariants } from './shutdown.js';
import type { ExerciseVariants } from './variant.js';

/** The practice servers of every exercise that has some, by its id. */
export const VARIANTS: Readonly<Record<string, ExerciseVariants>> = {
  '1-1': metricsVariants,
  '1-2': alertVariants,
  '2-2': leakVariants,
  '5-1': breakerVariants,
  '5-2': shutdownVariants,
  delay: delayVariants,
  memory: memoryVariants,
  '2-1': raceVariants,
  '3-1': growthVariants,
  '3-2': databaseVariants,
  '4-1': cacheVariants,
  '4-2': instanceVariants,
};
