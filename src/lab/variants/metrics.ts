import { CourseMetrics } from './course-metrics.js';
import type { ExerciseVariants } from './variant.js';
import { WindowedMetrics } from './windowed-metrics.js';

/** 1-1: metrics that tell what was, and metrics that tell what is. */
export const metricsVariants: ExerciseVariants = {
  broken: [{ name: 'since-start', make: () => ({ extensions: [new CourseMetrics()] }) }],
  solved: { name: 'windowed', make: () => ({ extensions: [new WindowedMetrics()] }) },
};
