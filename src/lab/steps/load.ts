import * as z from 'zod';
import { parseTimeMs } from '../../core/units.js';
import type { FlagValues } from '../../scenario/options.js';
import { readTimedAct } from '../acts/index.js';
import { putLoad } from '../put-load.js';
import { actText } from './act-text.js';
import { defineStep } from './step.js';

const value = z.union([z.string(), z.number().transform(String), z.boolean()]);

const params = z.strictObject({
  name: z.string().default('load'),
  /** Flags of `run`, by their names in code. */
  plan: z.record(z.string(), z.union([value, z.array(value.transform(String))])),
  /** `10s: filter hang`. */
  during: z.array(actText(readTimedAct)).default([]),
});

/** Puts a load on the server. */
export const loadStep = defineStep({
  params,
  lengthMs: ({ plan }) => lengthOfLoad(plan),
  perform: ({ name, plan, during }, session) => putLoad({ name, flags: plan, acts: during }, session),
});

function lengthOfLoad({ duration, stage }: FlagValues): number {
  const stages = Array.isArray(stage)
    ? stage.map((text: string) => /(?:^|=)([\d.]+\w+)[:@]/.exec(text)?.[1] ?? '')
    : [];
  const times = stages.length > 0 ? stages : [String(duration ?? '')];
  return times.reduce((sum, text) => sum + (parseTimeMs(text) ?? 0), 0);
}
