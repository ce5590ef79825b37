import * as z from 'zod';
import { timeMs } from '../bounds.js';
import { defineCriterion, timesHold, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** A server that is asked to end does so. */
export const endsInTime = defineCriterion({
  bounds: z.strictObject({ within: timeMs }),
  title: ({ within }) => ({
    en: `ends within ${within / 1000} s after SIGTERM`,
    ko: `SIGTERM 뒤 ${within / 1000}초 안에 종료`,
  }),
  judge({ lives }, { within }) {
    const life = lives.find(({ signalledUs }) => signalledUs !== null);
    if (life === undefined || life.signalledUs === null) return unproven(NOT_SO_FAR);
    if (life.exitedUs === null) return timesHold(false, { en: 'it went on', ko: '종료되지 않음' });
    const ms = (life.exitedUs - life.signalledUs) / 1000;
    const seconds = (ms / 1000).toFixed(1);
    return timesHold(ms <= within, { en: `after ${seconds} s (${life.end})`, ko: `${seconds}초 뒤 (${life.end})` });
  },
});
