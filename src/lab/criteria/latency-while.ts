import * as z from 'zod';
import { formatLatencyMs } from '../../core/units.js';
import { percentileMs } from '../../metrics/latency-summary.js';
import { timeMs } from '../bounds.js';
import { countsHold, defineCriterion, timesHold, unproven } from './criterion.js';
import { windowBetween } from './load-window.js';
import { NOT_SO_FAR } from './not-so-far.js';

const PERCENTILE = z.enum(['p50', 'p95', 'p99']);

/** Messages come within a time between two moments of the load. */
export const latencyWhile = defineCriterion({
  bounds: z.strictObject({
    percentile: PERCENTILE.default('p95'),
    from: z.string(),
    to: z.string(),
    settle: timeMs.default(0),
    most: timeMs,
    en: z.string(),
    ko: z.string(),
  }),
  title: ({ percentile, most, en, ko }) => ({
    en: `${percentile} below ${most} ms ${en}`,
    ko: `${ko} ${percentile} ${most} ms 미만`,
  }),
  judge(evidence, { percentile, from, to, settle, most }) {
    const window = windowBetween(evidence, from, to, settle);
    if (window === undefined) return unproven(NOT_SO_FAR);
    const measured = percentileMs(window.delivery, percentile);
    if (measured === null) {
      const came = window.rows.reduce((sum, { delivered }) => sum + delivered, 0);
      return countsHold(false, { en: `only ${came} copies came at all`, ko: `도착한 메시지가 ${came}건뿐` });
    }
    const text = formatLatencyMs(measured);
    return timesHold(measured < most, { en: text, ko: text });
  },
});
