import * as z from 'zod';
import { formatCount } from '../../core/units.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';

/** Who was told to have an account has one. */
export const usersFound = defineCriterion({
  bounds: z.strictObject({ name: z.string(), en: z.string(), ko: z.string() }),
  title: ({ en, ko }) => ({
    en: `${en}: everybody whose sign-up was taken can log in`,
    ko: `${ko}: 가입이 받아들여진 사람은 모두 로그인할 수 있다`,
  }),
  judge({ lookUps }, { name }) {
    const seen = lookUps.find((one) => one.name === name);
    if (seen === undefined) return unproven({ en: 'nobody was looked for', ko: '찾아보지 못함' });
    if (seen.given === 0) return countsHold(false, { en: 'no sign-up was taken', ko: '받아들여진 가입이 없음' });
    return countsHold(seen.found === seen.given, {
      en: `${formatCount(seen.found)} of ${formatCount(seen.given)} found`,
      ko: `${formatCount(seen.given)}명 중 ${formatCount(seen.found)}명 찾음`,
    });
  },
});
