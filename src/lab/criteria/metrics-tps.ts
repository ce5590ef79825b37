import * as z from 'zod';
import { formatRate } from '../../core/units.js';
import { share, timeMs } from '../bounds.js';
import type { Evidence } from '../evidence.js';
import { defineCriterion, timesHold, unproven } from './criterion.js';
import { median } from './median.js';
import { pointsWith } from './told-values.js';

/** A part of a load with the same rate all the time. */
interface Plateau {
  readonly fromUs: number;
  readonly toUs: number;
  /** Messages a second that were sent. */
  readonly sent: number;
}

/** The server tells how many messages a second it takes now, not on average since its start. */
export const metricsTps = defineCriterion({
  bounds: z.strictObject({ tolerance: share, settle: timeMs }),
  title: ({ tolerance, settle }) => ({
    en: `messages a second within ${tolerance * 100}% of ours, ${settle / 1000} s after each change`,
    ko: `초당 메시지 수가 우리 값의 ±${tolerance * 100}% 이내(부하가 바뀌고 ${settle / 1000}초 뒤부터)`,
  }),
  judge(evidence, { tolerance, settle }) {
    const points = pointsWith(evidence, 'tps');
    if ('status' in points) return points;
    const seen = plateausOf(evidence).flatMap(({ fromUs, toUs, sent }) => {
      const told = points.filter(({ atUs }) => atUs >= fromUs + settle * 1000 && atUs <= toUs).map(({ tps }) => tps);
      const middle = median(told);
      return middle === undefined ? [] : [{ sent, told: middle, error: Math.abs(middle / sent - 1) }];
    });
    if (seen.length === 0)
      return unproven({ en: 'no stage was long enough to compare', ko: '비교할 만큼 긴 구간이 없음' });
    const pairs = seen.map(({ sent, told }) => `${formatRate(told)}/${formatRate(sent)}`).join(', ');
    return timesHold(
      seen.every(({ error }) => error <= tolerance),
      { en: `told/sent: ${pairs}`, ko: `서버 값/보낸 값: ${pairs}` },
    );
  },
});

function plateausOf({ loads }: Evidence): Plateau[] {
  return loads.flatMap(({ floodUs, outcome: { stages } }) =>
    stages
      .filter(
        ({ plannedFrom, plannedTo, durationMs }) => plannedFrom === plannedTo && plannedFrom > 0 && durationMs > 0,
      )
      .map(({ startMs, durationMs, counters: { sent } }) => ({
        fromUs: floodUs + startMs * 1000,
        toUs: floodUs + (startMs + durationMs) * 1000,
        sent: (sent * 1000) / durationMs,
      })),
  );
}
