import * as z from 'zod';
import { formatLatencyMs } from '../../core/units.js';
import { percentileMs } from '../../metrics/latency-summary.js';
import { defineCriterion, timesHold, unproven } from './criterion.js';
import { pointsWith } from './told-values.js';

/** Servers tell whole milliseconds. */
const ROUNDING_MS = 1;

/** What a message takes inside a server is a part of what it takes from outside. */
export const metricsP95 = defineCriterion({
  bounds: z.strictObject({}),
  title: () => ({ en: 'p95 not above ours from outside', ko: 'p95가 밖에서 잰 값을 넘지 않음' }),
  judge(evidence) {
    const points = pointsWith(evidence, 'p95Ms');
    if ('status' in points) return points;
    const load = evidence.loads.at(-1);
    const ours = load === undefined ? null : percentileMs(load.outcome.latency.serviceEcho, 'p95');
    const told = points.findLast(({ atUs }) => load !== undefined && atUs <= load.leftUs)?.p95Ms;
    if (ours === null || told === undefined)
      return unproven({ en: 'too few messages came back to compare', ko: '비교하기에 돌아온 메시지가 너무 적음' });
    return timesHold(told <= ours + ROUNDING_MS, {
      en: `${formatLatencyMs(told)} told, ${formatLatencyMs(ours)} from outside`,
      ko: `서버 ${formatLatencyMs(told)}, 밖에서 ${formatLatencyMs(ours)}`,
    });
  },
});
