import * as z from 'zod';
import { readAct } from '../acts/index.js';
import type { Words } from '../words.js';
import { actText } from './act-text.js';
import { defineStep } from './step.js';

/** Acts that those who wait hear of; the others are done in no time, and nobody sees them. */
const TOLD: Readonly<Record<string, Words>> = {
  restart: { en: 'the server is started again', ko: '서버 다시 시작' },
  'cache down': { en: 'the cache is taken away', ko: '캐시 없애기' },
  'cache up': { en: 'the cache is back', ko: '캐시 되돌리기' },
};

/** Does something to the server, or to what it needs, outside of a load. */
export const actStep = defineStep({
  params: z.strictObject({ what: actText((text) => ({ text, act: readAct(text) })) }),
  told: ({ what: { text } }) => TOLD[text] ?? null,
  lengthMs: () => 0,
  perform: async ({ what: { act } }, session) => {
    await act(session);
  },
});
