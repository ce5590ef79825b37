import * as z from 'zod';
import { sumOf } from '../../core/numbers.js';
import { formatCount } from '../../core/units.js';
import type { LoadEvidence } from '../evidence.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';
import { pointsWith } from './told-values.js';

/** The server has counted every message that it took, and no other. */
export const metricsMessages = defineCriterion({
  bounds: z.strictObject({}),
  title: () => ({ en: 'messages = ours, to the last one', ko: '메시지 수 = 우리가 보낸 수, 하나도 다르지 않게' }),
  judge(evidence) {
    const points = pointsWith(evidence, 'messages');
    if ('status' in points) return points;
    const { loads } = evidence;
    const [began, ended] = [loads[0]?.beganUs ?? 0, loads.at(-1)?.leftUs ?? 0];
    const before = points.findLast(({ atUs }) => atUs <= began)?.messages ?? 0;
    const last = points.at(-1);
    if (last === undefined || last.atUs < ended)
      return unproven({ en: 'its metrics were not read after the load', ko: '부하가 끝난 뒤 지표를 읽지 못함' });
    const [ours, theirs] = [sumOf(loads.map(messagesTaken)), last.messages - before];
    return countsHold(ours === theirs, {
      en: `${formatCount(theirs)} counted, ${formatCount(ours)} sent`,
      ko: `서버 ${formatCount(theirs)}건, 보낸 것 ${formatCount(ours)}건`,
    });
  },
});

/** Messages of a load that its server cannot but have taken. */
function messagesTaken({ outcome: { counters, firstMessages, canary } }: LoadEvidence): number {
  return counters.sent - counters.refused + (firstMessages ?? 0) + (canary?.sent ?? 0);
}
