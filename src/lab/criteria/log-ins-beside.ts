import * as z from 'zod';
import { formatCount } from '../../core/units.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';

/** Log-ins work while others sign up. */
export const logInsBeside = defineCriterion({
  bounds: z.strictObject({ name: z.string() }),
  title: () => ({
    en: 'log-ins work while others sign up',
    ko: '다른 사람들이 가입하는 동안에도 로그인이 된다',
  }),
  judge({ signUps }, { name }) {
    const seen = signUps.find((one) => one.name === name);
    if (seen === undefined || seen.logInsTried === 0)
      return unproven({ en: 'nobody could try to log in meanwhile', ko: '그동안 로그인을 시도할 사람이 없었음' });
    const [ok, tried] = [formatCount(seen.logInsOk), formatCount(seen.logInsTried)];
    return countsHold(seen.logInsOk === seen.logInsTried, {
      en: `${ok} of ${tried} logged in`,
      ko: `${tried}건 중 ${ok}건 성공`,
    });
  },
});
