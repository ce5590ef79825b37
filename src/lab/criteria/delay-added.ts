import * as z from 'zod';
import { formatLatencyMs } from '../../core/units.js';
import { deliveryOf, percentileMs } from '../../metrics/latency-summary.js';
import { timeMs } from '../bounds.js';
import type { LoadEvidence } from '../evidence.js';
import { countsHold, defineCriterion, timesHold, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** A longer way makes every message later by its length, and by no more. */
export const delayAdded = defineCriterion({
  bounds: z.strictObject({ near: z.string(), far: z.string(), added: timeMs, tolerance: timeMs }),
  title: ({ added, tolerance }) => ({
    en: `p50 = before + ${added} ± ${tolerance} ms`,
    ko: `p50 = 이전 + ${added} ± ${tolerance} ms`,
  }),
  judge({ loads }, { near, far, added, tolerance }) {
    const [nearMs, farMs] = [near, far].map((wanted) => p50Of(loads.find(({ name }) => name === wanted)));
    if (nearMs === undefined || farMs === undefined) return unproven(NOT_SO_FAR);
    if (farMs === null) return countsHold(false, { en: 'hardly anything came', ko: '거의 아무것도 도착하지 않음' });
    if (nearMs === null) return unproven(NOT_SO_FAR);
    const text = `${formatLatencyMs(nearMs)} → ${formatLatencyMs(farMs)}`;
    return timesHold(Math.abs(farMs - nearMs - added) <= tolerance, { en: text, ko: text });
  },
});

function p50Of(load: LoadEvidence | undefined): number | null | undefined {
  return load === undefined
    ? undefined
    : percentileMs(deliveryOf(load.outcome.latency.echo, load.outcome.latency.fanout), 'p50');
}
