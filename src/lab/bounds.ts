import * as z from 'zod';
import { parseTimeMs, TIME_FORMAT } from '../core/units.js';

/** A time as exercise files have it, `10s`, in milliseconds. */
export const timeMs = z.string().transform((text, context) => {
  const ms = parseTimeMs(text);
  if (ms === undefined) context.addIssue({ code: 'custom', message: `must be ${TIME_FORMAT}` });
  return ms ?? 0;
});

/** A share as exercise files have it, `10%`, as a number. */
export const share = z
  .string()
  .regex(/^\d+(\.\d+)?%$/, 'must be a percentage, such as 10%')
  .transform((text) => Number(text.slice(0, -1)) / 100);
