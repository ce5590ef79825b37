import type * as z from 'zod';
import type { ReadonlyDeep } from '../../core/records.js';
import type { capacitySchema } from './capacity-schema.js';

/**
 * What a search for the largest load says, as JSON. Field names and nesting are public; `docs/capacity.md` explains every one.
 * Times named `…Ms` are milliseconds, `…At` ISO 8601, rates per second, shares 0–1.
 */
export type CapacityReport = ReadonlyDeep<z.infer<typeof capacitySchema>>;

export type CapacityGoalReport = CapacityReport['goals'][number];

/** One load, held for a time. */
export type TrialReport = CapacityReport['trials'][number];

export type MaxLoadReport = CapacityReport['maxLoad'];

export type CapacityPlan = CapacityReport['plan'];

export type CapacityRun = CapacityReport['run'];
