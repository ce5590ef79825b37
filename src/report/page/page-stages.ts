import type { Wording } from '../../core/language/words.js';
import { actualText } from '../../judgement/actual-text.js';
import { parseThreshold } from '../../judgement/thresholds.js';
import type { Report } from '../report-types.js';
import { recoveryOf } from '../stage-table.js';
import { pageText } from '../texts.js';
import type { PageLimitLine, PageStage, PageThreshold } from './page-types.js';

export const MOST_THRESHOLDS = 100;

/** What became of the stages. */
export function pageStagesOf({ stages }: Pick<Report, 'stages'>): PageStage[] {
  return stages.map((stage, index): PageStage => {
    const { durationMs, tps, deliveries, latencyMs, verdict } = stage;
    const isReached = durationMs > 0;
    return {
      durationMs,
      sentPerSecond: isReached ? tps.sent : null,
      completedPerSecond: isReached ? tps.completed : null,
      received: deliveries.received,
      lost: deliveries.lost,
      p50Ms: latencyMs.delivery.p50,
      p99Ms: latencyMs.delivery.p99,
      recoveryMs: recoveryOf(stages, index),
      level: isReached ? verdict.level : null,
    };
  });
}

/** Latencies of which a chart over time shows something. */
const DRAWN = /^(?:p\d+|mean|max)\((?:delivery|echo|fanout)\)$/;

/** Where a chart over time shows a threshold. @param stages names of the plan's stages */
export function limitLineOf(expression: string, stages: readonly string[]): PageLimitLine | null {
  const threshold = parseThreshold(expression, stages);
  if (typeof threshold === 'string') return null;
  const { subject, limit, stage: name } = threshold;
  const chart = DRAWN.test(subject) ? 'latency' : subject === 'tps' ? 'messages' : undefined;
  if (chart === undefined || limit <= 0) return null;
  return { chart, value: limit, stage: name === null ? null : stages.indexOf(name) };
}

/** Thresholds with what was measured, and where a chart shows them. */
export function pageThresholdsOf(
  { thresholds, stages }: Pick<Report, 'thresholds' | 'stages'>,
  words: Wording,
): PageThreshold[] {
  const names = stages.map(({ name }) => name);
  return thresholds.slice(0, MOST_THRESHOLDS).map((threshold) => ({
    expression: pageText(threshold.expression),
    actual: threshold.actual,
    actualText: pageText(actualText(threshold, words)),
    passed: threshold.passed,
    line: limitLineOf(threshold.expression, names),
  }));
}
