import * as z from 'zod';
import { sleep } from '../../core/clock.js';
import { timeMs } from '../bounds.js';
import { defineStep } from './step.js';

/** Does nothing for a time: whoever watches goes on watching. */
export const waitStep = defineStep({
  params: z.strictObject({ for: timeMs }),
  lengthMs: (params) => params.for,
  perform: (params, { signal }) => sleep(params.for, signal),
});
