import * as z from 'zod';
import { formatLatencyMs } from '../../core/units.js';
import { timeMs } from '../bounds.js';
import type { Evidence } from '../evidence.js';
import type { Words } from '../words.js';
import { type CriterionFinding, defineCriterion, timesHold, unproven } from './criterion.js';

const NOT_ASKED: Words = { en: 'nobody asked then', ko: '그동안 요청하지 못함' };

/** Where something that the exercise needs is not on this machine: nothing can be said, and how to get it. */
export function withoutDatabase({ missingParts }: Pick<Evidence, 'missingParts'>): CriterionFinding | undefined {
  if (!missingParts.includes('PostgreSQL')) return undefined;
  return unproven({
    en: 'PostgreSQL is not on this machine, so it could not be cut off: sudo apt-get install postgresql',
    ko: '이 컴퓨터에 PostgreSQL이 없어 끊어 보지 못함: sudo apt-get install postgresql',
  });
}

/** As long as something is gone, whoever asks is told so, and does not wait. */
export const answersAtOnce = defineCriterion({
  bounds: z.strictObject({ from: z.string(), to: z.string(), most: timeMs }),
  title: ({ most }) => ({
    en: `while the database is gone, log-ins are answered within ${most / 1000} s, with an error if need be`,
    ko: `데이터베이스가 끊긴 동안에도 로그인 요청에 ${most / 1000}초 안에 답한다(오류라도)`,
  }),
  judge(evidence, { from, to, most }) {
    const missing = withoutDatabase(evidence);
    if (missing !== undefined) return missing;
    const [fromUs, toUs] = [from, to].map((name) => evidence.moments.find((one) => one.name === name)?.atUs);
    if (fromUs === undefined || toUs === undefined) return unproven(NOT_ASKED);
    const asked = evidence.asks.filter(({ atUs }) => atUs >= fromUs && atUs < toUs);
    if (asked.length === 0) return unproven(NOT_ASKED);
    const slowest = Math.max(...asked.map(({ tookMs }) => tookMs));
    return timesHold(slowest <= most, {
      en: `the slowest of ${asked.length} answers took ${formatLatencyMs(slowest)}`,
      ko: `응답 ${asked.length}건 중 가장 느린 것이 ${formatLatencyMs(slowest)}`,
    });
  },
});
