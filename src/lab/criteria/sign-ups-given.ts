import * as z from 'zod';
import { formatCount } from '../../core/units.js';
import { refusalsText } from '../refusals-text.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';

/** Everybody who asks for an account gets one. */
export const signUpsGiven = defineCriterion({
  bounds: z.strictObject({ name: z.string(), en: z.string(), ko: z.string() }),
  title: ({ en, ko }) => ({ en: `${en}: every one is taken`, ko: `${ko}: 모두 받아들여진다` }),
  judge({ signUps }, { name }) {
    const seen = signUps.find((one) => one.name === name);
    if (seen === undefined || seen.asked === 0) return unproven({ en: 'nobody signed up', ko: '가입을 시도하지 못함' });
    const [given, asked, why] = [formatCount(seen.given), formatCount(seen.asked), refusalsText(seen)];
    return countsHold(seen.given === seen.asked, {
      en: `${given} of ${asked} taken${why}`,
      ko: `${asked}건 중 ${given}건 받아들여짐${why}`,
    });
  },
});
