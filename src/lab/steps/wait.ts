import * as z from 'zod';
import { sleep } from '../../core/clock.js';
import { timeMs } from '../bounds.js';
import { defineStep } from './step.js';

/** Does nothing for a time: whoever watches goes on watching. */
export const waitStep = defineStep({
  params: z.strictObject({ for: timeMs }),
  told: () => ({ en: 'nothing, while the server is watched', ko: '서버를 지켜보며 대기' }),
  lengthMs: (params) => params.for,
  perform: (params, { signal }) => sleep(params.for, signal),
});
