import * as z from 'zod';
import { formatLatencyMs, formatRate } from '../../core/units.js';
import { deliveryOf, percentileMs } from '../../metrics/latency-summary.js';
import { timeMs } from '../bounds.js';
import { defineCriterion, holdsIf, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** The rate is found at which a server becomes too slow; the stages of the load say how exactly. */
export const breakingPoint = defineCriterion({
  bounds: z.strictObject({ load: z.string(), p95: timeMs }),
  title: ({ p95 }) => ({
    en: `the rate at which p95 passes ${p95 / 1000} s is known to ± 10%`,
    ko: `p95가 ${p95 / 1000}초를 넘는 부하를 ±10% 정확도로 찾음`,
  }),
  judge({ loads }, { load: wanted, p95 }) {
    const load = loads.find(({ name }) => name === wanted);
    const climbing = (load?.outcome.stages ?? []).filter(
      ({ plannedFrom, durationMs, measured }) => measured && durationMs > 0 && plannedFrom > 0,
    );
    const slow = climbing.findIndex(({ latency, deliveries }) => {
      const ms = percentileMs(deliveryOf(latency.echo, latency.fanout), 'p95');
      return ms === null ? deliveries.expected > 0 : ms > p95;
    });
    const highest = Math.max(0, ...climbing.map(({ plannedTo }) => plannedTo));
    if (climbing.length === 0) return unproven(NOT_SO_FAR);
    if (slow === -1)
      return holdsIf(true, {
        en: `not reached: it holds ${formatRate(highest)} messages/s, and more was not tried`,
        ko: `도달하지 않음: 초당 ${formatRate(highest)}건까지 견딤(그 이상은 시험하지 않음)`,
      });
    const [held, broke] = [climbing[slow - 1]?.plannedTo ?? 0, climbing[slow]?.plannedTo ?? 0];
    return holdsIf(true, {
      en: `between ${formatRate(held)} and ${formatRate(broke)} messages/s (p95 above ${formatLatencyMs(p95)})`,
      ko: `초당 ${formatRate(held)}건과 ${formatRate(broke)}건 사이(p95 ${formatLatencyMs(p95)} 초과)`,
    });
  },
});
