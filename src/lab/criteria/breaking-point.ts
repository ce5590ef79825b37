import * as z from 'zod';
import { formatRate } from '../../core/units.js';
import { share } from '../bounds.js';
import { countsHold, defineCriterion, timesHold, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** The rate is found at which a server becomes too slow, or it is known that it lies beyond what is tried. */
export const breakingPoint = defineCriterion({
  bounds: z.strictObject({ search: z.string(), within: share }),
  title: ({ within }) => ({
    en: `the rate at which p95 passes 1 s is known to ± ${within * 100}%`,
    ko: `p95가 1초를 넘는 부하를 ±${within * 100}% 정확도로 찾음`,
  }),
  judge({ searches }, { search, within }) {
    const found = searches.find(({ name }) => name === search);
    if (found === undefined) return unproven(NOT_SO_FAR);
    const { lowerBound: held, upperBound: broke, end } = found;
    if (held === null)
      return broke === null || end === 'generator'
        ? unproven({ en: 'no rate could be tried to the end', ko: '끝까지 시험한 부하가 없음' })
        : timesHold(false, { en: `not even ${rate(broke).en} held`, ko: `${rate(broke).ko}조차 견디지 못함` });
    if (end === 'max-load')
      return countsHold(true, {
        en: `not reached: it holds ${rate(held).en}, and more was not tried`,
        ko: `도달하지 않음: ${rate(held).ko}까지 견딤(그 이상은 시험하지 않음)`,
      });
    if (broke === null || (broke - held) / (broke + held) > within)
      return unproven({
        en: `it holds ${rate(held).en}${broke === null ? '' : `, and not ${rate(broke).en}`}; ${LIMITS[end === 'generator' ? 'machine' : 'time'].en}`,
        ko: `${rate(held).ko}까지 견딤${broke === null ? '' : `, ${rate(broke).ko}은(는) 견디지 못함`}. ${LIMITS[end === 'generator' ? 'machine' : 'time'].ko}`,
      });
    return countsHold(true, {
      en: `between ${formatRate(held)} and ${rate(broke).en}`,
      ko: `초당 ${formatRate(held)}건과 ${formatRate(broke)}건 사이`,
    });
  },
});

const LIMITS = {
  machine: { en: 'this machine could not make more', ko: '이 컴퓨터가 더 많이 만들지 못함' },
  time: { en: 'there was no time to come closer', ko: '더 좁힐 시간이 없었음' },
} as const;

function rate(messagesPerSecond: number): { readonly en: string; readonly ko: string } {
  const shown = formatRate(messagesPerSecond);
  return { en: `${shown} messages/s`, ko: `초당 ${shown}건` };
}
