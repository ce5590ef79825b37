import * as z from 'zod';
import { formatBytes } from '../../core/units.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';
import { memoryBetween } from './memory-between.js';

/** V8 keeps two halves of 16 MiB for young objects, or gives them back, as it likes. */
const YOUNG_BYTES = 32 * 2 ** 20;

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
    const measured = { en: `${small} → ${large} (× ${factor})`, ko: `${small} → ${large} (${factor}배)` };
    if (after >= most * before && after < most * before + YOUNG_BYTES)
      return unproven({
        en: `${measured.en}, by no more than garbage of the moment takes; try again`,
        ko: `${measured.ko}. 그 순간의 쓰레기 정도일 수 있으니 다시 해 보세요`,
      });
    return countsHold(after < most * before, measured);
  },
});

function leastBetween(points: readonly { readonly rssBytes: number }[] | undefined): number | undefined {
  return points === undefined || points.length === 0 ? undefined : Math.min(...points.map(({ rssBytes }) => rssBytes));
}
