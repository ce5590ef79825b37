import * as z from 'zod';
import { readAct } from '../acts/index.js';
import { actText } from './act-text.js';
import { defineStep } from './step.js';

/** Does something to the server, or to what it needs, outside of a load. */
export const actStep = defineStep({
  params: z.strictObject({ what: actText((text) => ({ text, act: readAct(text) })) }),
  // A moment is only noted.
  told: ({ what: { text } }) => (text.startsWith('moment ') ? null : { en: text, ko: text }),
  lengthMs: () => 0,
  perform: async ({ what: { act } }, session) => {
    await act(session);
  },
});
