import * as z from 'zod';
import { formatLatencyMs } from '../../core/units.js';
import { percentileMs } from '../../metrics/latency-summary.js';
import { timeMs } from '../bounds.js';
import { countsHold, defineCriterion, timesHold, unproven } from './criterion.js';
import { windowBetween } from './load-window.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** Times below this differ from run to run by more than they are long. */
const NOISE_MS = 5;

/** Messages come about as fast in one part of the load as in another. */
export const latencyFactor = defineCriterion({
  bounds: z.strictObject({
    percentile: z.enum(['p50', 'p95', 'p99']),
    before: z.string(),
    beforeEnd: z.string(),
    from: z.string(),
    to: z.string(),
    settle: timeMs.default(0),
    most: z.number().min(1),
    en: z.string(),
    ko: z.string(),
  }),
  title: ({ percentile, most, en, ko }) => ({
    en: `${percentile} ${en} below ${most} × before (+ ${NOISE_MS} ms)`,
    ko: `${ko} ${percentile}이(가) 이전의 ${most}배(+${NOISE_MS} ms) 미만`,
  }),
  judge(evidence, { percentile, before, beforeEnd, from, to, settle, most }) {
    const [usual, later] = [windowBetween(evidence, before, beforeEnd), windowBetween(evidence, from, to, settle)];
    const usualMs = usual === undefined ? null : percentileMs(usual.delivery, percentile);
    if (later === undefined || usualMs === null) return unproven(NOT_SO_FAR);
    const laterMs = percentileMs(later.delivery, percentile);
    if (laterMs === null) return countsHold(false, { en: 'hardly anything came', ko: '거의 아무것도 도착하지 않음' });
    const text = `${formatLatencyMs(usualMs)} → ${formatLatencyMs(laterMs)}`;
    return timesHold(laterMs < most * usualMs + NOISE_MS, { en: text, ko: text });
  },
});
