import * as z from 'zod';
import { formatLatencyMs } from '../../core/units.js';
import { deliveryOf, percentileMs } from '../../metrics/latency-summary.js';
import type { StageOutcome } from '../../metrics/run-outcome.js';
import { timeMs } from '../bounds.js';
import { countsHold, defineCriterion, timesHold, unproven } from './criterion.js';

/** What a message costs does not depend on how many there were before it. Loads of this exercise have equal stages. */
export const steadyLatency = defineCriterion({
  bounds: z.strictObject({ load: z.string(), factor: z.number().positive(), plus: timeMs }),
  title: ({ factor, plus }) => ({
    en: `p95 at the end below ${factor} × that at the beginning + ${plus} ms`,
    ko: `마지막 p95가 처음의 ${factor}배 + ${plus} ms 미만`,
  }),
  judge({ loads }, { load: name, factor, plus }) {
    const stages = loads.find((one) => one.name === name)?.outcome.stages ?? [];
    // The first one is that of a server that has just begun.
    const [, second] = stages;
    const last = stages.at(-1);
    const [before, after] = [p95Of(second), p95Of(last)];
    if (before === null || last === undefined || last.durationMs === 0)
      return unproven({ en: 'the load did not get that far', ko: '부하가 거기까지 가지 못함' });
    if (after === null)
      return countsHold(false, {
        en: `${formatLatencyMs(before)} at the beginning; at the end next to nothing came`,
        ko: `처음 ${formatLatencyMs(before)}, 마지막에는 거의 아무것도 도착하지 않음`,
      });
    return timesHold(after < factor * before + plus, {
      en: `${formatLatencyMs(before)} at the beginning, ${formatLatencyMs(after)} at the end`,
      ko: `처음 ${formatLatencyMs(before)}, 마지막 ${formatLatencyMs(after)}`,
    });
  },
});

function p95Of(stage: StageOutcome | undefined): number | null {
  return stage === undefined ? null : percentileMs(deliveryOf(stage.latency.echo, stage.latency.fanout), 'p95');
}
