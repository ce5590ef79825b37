import * as z from 'zod';
import { formatCount } from '../../core/units.js';
import { refusalsText } from '../refusals-text.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';

/** One name belongs to one person, however many ask for it at the same moment. */
export const oneNameOnce = defineCriterion({
  bounds: z.strictObject({ name: z.string() }),
  title: () => ({
    en: 'one name, asked for many times at once, is given exactly once',
    ko: '같은 이름을 여러 번 동시에 요청해도 정확히 한 번만 주어진다',
  }),
  judge({ signUps }, { name }) {
    const seen = signUps.find((one) => one.name === name);
    if (seen === undefined || seen.asked === 0) return unproven({ en: 'nobody signed up', ko: '가입을 시도하지 못함' });
    const [given, asked, why] = [formatCount(seen.given), formatCount(seen.asked), refusalsText(seen)];
    return countsHold(seen.given === 1, {
      en: `${asked} asked, given ${given === '1' ? 'once' : `${given} times`}${why}`,
      ko: `${asked}번 중 ${given}번 주어짐${why}`,
    });
  },
});
