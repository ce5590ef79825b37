import * as z from 'zod';
import { formatLatencyMs } from '../../core/units.js';
import { timeMs } from '../bounds.js';
import { withoutDatabase } from './answers-at-once.js';
import { countsHold, defineCriterion, timesHold, unproven } from './criterion.js';

/** As soon as what was gone is there again, so is the server, without anybody's help. */
export const answersAgain = defineCriterion({
  bounds: z.strictObject({ after: z.string(), within: timeMs }),
  title: ({ within }) => ({
    en: `log-ins work again within ${within / 1000} s after the database is back`,
    ko: `데이터베이스가 돌아오고 ${within / 1000}초 안에 로그인이 다시 된다`,
  }),
  judge(evidence, { after, within }) {
    const missing = withoutDatabase(evidence);
    if (missing !== undefined) return missing;
    const backUs = evidence.moments.find(({ name }) => name === after)?.atUs;
    const later = evidence.asks.filter(({ atUs }) => backUs !== undefined && atUs >= backUs);
    if (backUs === undefined || later.length === 0)
      return unproven({ en: 'nobody asked then', ko: '그 뒤에 요청하지 못함' });
    const [firstUs] = later
      .filter(({ isOk }) => isOk)
      .map(({ atUs, tookMs }) => atUs + tookMs * 1000)
      .toSorted((one, other) => one - other);
    if (firstUs === undefined)
      return countsHold(false, {
        en: `none of ${later.length} log-ins worked`,
        ko: `로그인 ${later.length}건 모두 실패`,
      });
    const tookMs = (firstUs - backUs) / 1000;
    const text = formatLatencyMs(tookMs);
    return timesHold(tookMs <= within, { en: `after ${text}`, ko: `${text} 뒤` });
  },
});
