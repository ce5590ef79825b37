import * as z from 'zod';
import { formatCount } from '../../core/units.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** When an instance dies, what was on its way to or from its own people may be gone, and nothing else. */
export const othersLoseNothing = defineCriterion({
  bounds: z.strictObject({ load: z.string() }),
  title: () => ({
    en: 'an instance is killed: those on the others lose nothing',
    ko: '인스턴스 하나가 죽어도 다른 인스턴스의 사용자는 잃는 것이 없음',
  }),
  judge({ loads }, { load: wanted }) {
    const load = loads.find(({ name }) => name === wanted);
    if (load === undefined) return unproven(NOT_SO_FAR);
    const { lost, unconfirmed, receiverGone } = load.outcome.deliveries;
    const [others, own] = [formatCount(lost - unconfirmed), formatCount(unconfirmed + receiverGone)];
    return countsHold(lost === unconfirmed, {
      en: `${others} copies lost, beside ${own} of those whose connection broke`,
      ko: `유실 ${others}건(연결이 끊긴 사용자의 것 ${own}건 제외)`,
    });
  },
});
