import * as z from 'zod';
import { formatBytes } from '../../core/units.js';
import { defineCriterion, holdsIf, unproven } from './criterion.js';
import { memoryBetween } from './memory-between.js';

/** When everybody has left, the server is about as small as it was once it had warmed up. */
export const memoryReturns = defineCriterion({
  bounds: z.strictObject({ warm: z.string(), idle: z.string(), most: z.number().min(1) }),
  title: ({ most }) => ({
    en: `idle memory afterwards below ${most} × that after warm-up`,
    ko: `끝난 뒤 쉴 때의 메모리가 예열 직후의 ${most}배 미만`,
  }),
  judge(evidence, { warm, idle, most }) {
    const before = leastBetween(memoryBetween(evidence, warm, `${warm}-end`));
    const after = leastBetween(memoryBetween(evidence, idle, `${idle}-end`));
    if (before === undefined || after === undefined)
      return unproven({
        en: 'the memory of the server was not read at both times (Linux)',
        ko: '두 시점의 서버 메모리를 모두 읽지 못함(Linux)',
      });
    const [small, large] = [formatBytes(before), formatBytes(after)];
    const factor = (after / before).toFixed(2);
    return holdsIf(after < most * before, {
      en: `${small} → ${large} (× ${factor})`,
      ko: `${small} → ${large} (${factor}배)`,
    });
  },
});

function leastBetween(points: readonly { readonly rssBytes: number }[] | undefined): number | undefined {
  return points === undefined || points.length === 0 ? undefined : Math.min(...points.map(({ rssBytes }) => rssBytes));
}
