import * as z from 'zod';
import { timeMs } from '../bounds.js';
import { defineCriterion, timesHold, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** After a restart everybody is connected again, soon. */
export const allBack = defineCriterion({
  bounds: z.strictObject({ within: timeMs }),
  title: ({ within }) => ({
    en: `all back within ${within / 1000} s after the server is`,
    ko: `서버가 돌아온 뒤 ${within / 1000}초 안에 모두 다시 연결`,
  }),
  judge({ lives, loads }, { within }) {
    const readyUs = lives.at(-1)?.readyUs ?? null;
    const load = loads.at(-1);
    if (lives.length < 2 || readyUs === null || load === undefined) return unproven(NOT_SO_FAR);
    const later = load.openings.filter(({ atUs }) => atUs >= readyUs);
    const all = load.outcome.connections.opened - load.outcome.connections.reconnects;
    const back = later.find(({ open }) => open >= all);
    if (back === undefined && load.leftUs < readyUs + within * 1000) return unproven(NOT_SO_FAR);
    if (back === undefined) {
      const most = Math.max(0, ...later.map(({ open }) => open));
      return timesHold(false, { en: `${most} of ${all} came back`, ko: `${all}명 중 ${most}명만 돌아옴` });
    }
    const seconds = ((back.atUs - readyUs) / 1e6).toFixed(1);
    return timesHold(back.atUs - readyUs <= within * 1000, { en: `after ${seconds} s`, ko: `${seconds}초 뒤` });
  },
});
