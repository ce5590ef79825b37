import * as z from 'zod';
import { LAB_SCHEMA } from '../core/schema-names.js';

const numberOrNull = z.number().nullable();

/** What an attempt measured, as the course evaluates it; null what it did not. */
const figures = z.object({
  /** Messages a second that were completed. */
  tps: numberOrNull,
  meanMs: numberOrNull,
  p95Ms: numberOrNull,
  /** Share of the seconds in which the server answered. */
  availability: numberOrNull,
  /** From the beginning of an outage until full service again. */
  mttrMs: numberOrNull,
  /** From a fault until the first alert about it. */
  mttdMs: numberOrNull,
  /** Most people that were connected at once. */
  users: numberOrNull,
});

const attempt = z.object({
  exercise: z.string(),
  at: z.string(),
  verdict: z.enum(['PASSED', 'FAILED', 'NOT PROVEN']),
  /** Short forms prove nothing. */
  short: z.boolean(),
  /** The criteria that failed or were not proven. */
  failed: z.array(z.string()),
  figures,
});

/** The file of a learner's attempts. */
export const scoreFile = z.object({ schema: z.literal(LAB_SCHEMA), attempts: z.array(attempt) });

/** One attempt at an exercise. */
export type Attempt = z.infer<typeof attempt>;
/** What was measured in it. */
export type AttemptFigures = z.infer<typeof figures>;
