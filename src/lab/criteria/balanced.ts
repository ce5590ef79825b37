import * as z from 'zod';
import { countsHold, defineCriterion, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** Every instance has about as many connections as any other. */
export const balanced = defineCriterion({
  bounds: z.strictObject({ most: z.number().min(1) }),
  title: ({ most }) => ({
    en: `most ÷ fewest connections of an instance below ${most}`,
    ko: `인스턴스별 연결 수의 최대 ÷ 최소가 ${most} 미만`,
  }),
  judge({ balances }, { most }) {
    const connections = balances[0]?.connections;
    if (connections === undefined || connections.every((count) => count === 0)) return unproven(NOT_SO_FAR);
    const [fewest, highest] = [Math.min(...connections), Math.max(...connections)];
    const text = connections.join(' / ');
    return countsHold(highest < most * fewest, { en: text, ko: text });
  },
});
