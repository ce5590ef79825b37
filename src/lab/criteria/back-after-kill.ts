import * as z from 'zod';
import { timeMs } from '../bounds.js';
import { KILLED } from '../evidence.js';
import { defineCriterion, timesHold, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** A second in which connections are counted may have begun before the kill. */
const COUNTED_US = 1_000_000;

/** The people of an instance that was killed are back on the others, soon. */
export const backAfterKill = defineCriterion({
  bounds: z.strictObject({ within: timeMs }),
  title: ({ within }) => ({
    en: `its people are back on the others within ${within / 1000} s`,
    ko: `그 사용자들이 ${within / 1000}초 안에 다른 인스턴스로 다시 연결`,
  }),
  judge({ moments, loads }, { within }) {
    const killedUs = moments.find(({ name }) => name === KILLED)?.atUs;
    const load = loads.find(({ floodUs, leftUs }) => killedUs !== undefined && floodUs < killedUs && killedUs < leftUs);
    if (killedUs === undefined || load === undefined) return unproven(NOT_SO_FAR);
    const { lost, opened, reconnects } = load.outcome.connections;
    if (lost === 0) return unproven({ en: 'nobody was on it', ko: '그 인스턴스에 아무도 없었음' });
    const all = opened - reconnects;
    const later = load.openings.filter(({ atUs }) => atUs >= killedUs + COUNTED_US);
    const back = later.find(({ open }) => open >= all);
    if (back === undefined && load.leftUs < killedUs + within * 1000) return unproven(NOT_SO_FAR);
    if (back === undefined) {
      const most = Math.max(0, ...later.map(({ open }) => open));
      return timesHold(false, { en: `${most} of ${all} came back`, ko: `${all}명 중 ${most}명만 돌아옴` });
    }
    const seconds = ((back.atUs - killedUs) / 1e6).toFixed(1);
    return timesHold(back.atUs - killedUs <= within * 1000, {
      en: `${lost} lost their connection, all back after ${seconds} s`,
      ko: `${lost}명이 끊겼고 ${seconds}초 뒤 모두 돌아옴`,
    });
  },
});
