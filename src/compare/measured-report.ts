import { sumOf } from '../core/numbers.js';
import { keysOf } from '../core/records.js';
import { errorShare } from '../metrics/snapshot.js';
import { inside, outsideOf } from '../metrics/stage-parts.js';
import type { Report, StageReport } from '../report/report-types.js';

/** What of a report results are compared by: without what was due in stages that are not measured. */
export function measuredReportOf(report: Report): Report {
  const left = report.stages.filter(({ measured }) => !measured);
  if (left.length === 0) return report;
  const { errors, timeline, intervals } = report;
  const [messages, deliveries] = [{ ...report.messages }, { ...report.deliveries }];
  for (const stage of left) {
    for (const field of keysOf(stage.messages)) messages[field] -= stage.messages[field];
    for (const field of keysOf(stage.deliveries)) deliveries[field] -= stage.deliveries[field];
  }
  const total = errors.total - sumOf(left.map((stage) => stage.errors.total));
  const operations = operationsOf(report) - sumOf(left.map((stage) => stage.errors.operations));
  return {
    ...report,
    messages,
    deliveries,
    errors: { ...errors, total, share: errorShare(total, operations) },
    timeline: outsideOf(left, timeline),
    intervals: outsideOf(left, intervals),
  };
}

/** One stage of a report as a report of its own, as far as comparisons look at it. */
export function stageReportOf(report: Report, stage: StageReport): Report {
  const { plan, messages, deliveries, errors, generator, histograms, timeline, intervals } = report;
  const endMs = stage.startMs + stage.durationMs;
  return {
    ...report,
    plan: { ...plan, rate: (stage.plannedFrom + stage.plannedTo) / 2 },
    messages: { ...messages, ...stage.messages },
    deliveries: { ...deliveries, ...stage.deliveries },
    latencyMs: stage.latencyMs,
    tps: stage.tps,
    errors: { ...errors, total: stage.errors.total, share: stage.errors.share },
    generator: { ...generator, workers: stage.generator.workers },
    histograms: { ...histograms, ...stage.histograms },
    // A second of which only a part is the stage's says nothing of its rate.
    timeline: inside(stage, timeline).filter(({ second }) => (second + 1) * 1000 <= endMs),
    intervals: inside(stage, intervals),
    stages: [],
  };
}

/** All operations, as far as the share of those that failed tells them. */
export function operationsOf({ errors: { total, share }, messages, phases }: Report): number {
  if (total > 0 && share > 0) return total / share;
  return messages.sent + sumOf(phases.map(({ attempted }) => attempted));
}
