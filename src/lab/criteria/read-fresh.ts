import * as z from 'zod';
import { formatCount, formatLatencyMs } from '../../core/units.js';
import { maxMs } from '../../metrics/latency-summary.js';
import { timeMs } from '../bounds.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';

/** Who reads has what others were told. */
export const readFresh = defineCriterion({
  bounds: z.strictObject({ load: z.string(), most: timeMs, en: z.string(), ko: z.string() }),
  title: ({ most, en, ko }) => ({
    en: `${en}: no answer lacks a message that was delivered more than ${most / 1000} s before`,
    ko: `${ko}: ${most / 1000}초보다 먼저 전달된 메시지가 빠진 응답이 없다`,
  }),
  judge({ loads }, { load: name, most }) {
    const reads = loads.find((load) => load.name === name)?.outcome.reads ?? null;
    if (reads === null || reads.judged === 0)
      return unproven({ en: 'no answer could be looked through', ko: '살펴볼 수 있는 응답이 없음' });
    const behind = maxMs(reads.staleness) ?? 0;
    return countsHold(behind <= most, {
      en: `${formatCount(reads.stale)} of ${formatCount(reads.judged)} answers behind, at most ${formatLatencyMs(behind)}`,
      ko: `응답 ${formatCount(reads.judged)}건 중 ${formatCount(reads.stale)}건이 뒤처짐, 최대 ${formatLatencyMs(behind)}`,
    });
  },
});
