import * as z from 'zod';
import { readAct } from '../acts/index.js';
import { actText } from './act-text.js';
import { defineStep } from './step.js';

/** Does something to the server, or to what it needs, outside of a load. */
export const actStep = defineStep({
  params: z.strictObject({ what: actText(readAct) }),
  lengthMs: () => 0,
  perform: async ({ what }, session) => {
    await what(session);
  },
});
