import * as z from 'zod';
import { formatLatencyMs } from '../../core/units.js';
import { percentileMs } from '../../metrics/latency-summary.js';
import { share } from '../bounds.js';
import { defineCriterion, timesHold, unproven } from './criterion.js';

/** Reads with the cache are a fraction of what they are without. */
export const readFactor = defineCriterion({
  bounds: z.strictObject({
    percentile: z.enum(['p50', 'p95']).default('p95'),
    cached: z.string(),
    plain: z.string(),
    most: share,
  }),
  title: ({ percentile, most }) => ({
    en: `${percentile} of reads with the cache below ${most * 100}% of that without`,
    ko: `캐시가 있을 때 읽기 ${percentile}이(가) 없을 때의 ${most * 100}% 미만`,
  }),
  judge(evidence, { percentile, cached, plain, most }) {
    const [withCache, without] = [cached, plain].map((name) => {
      const reads = evidence.loads.find((load) => load.name === name)?.outcome.reads ?? undefined;
      return reads === undefined ? null : percentileMs(reads.latency, percentile);
    });
    if (typeof withCache !== 'number' || typeof without !== 'number')
      return unproven({ en: 'too few reads were answered to compare', ko: '비교하기에 응답한 읽기가 너무 적음' });
    return timesHold(withCache < most * without, {
      en: `${formatLatencyMs(withCache)} with, ${formatLatencyMs(without)} without`,
      ko: `있을 때 ${formatLatencyMs(withCache)}, 없을 때 ${formatLatencyMs(without)}`,
    });
  },
});
