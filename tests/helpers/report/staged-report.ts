import type { Stage } from '#dist/core/stages.js';
import type { StageOutcome } from '#dist/metrics/run-outcome.js';
import { emptyLatencies, emptyStageCounters } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { reportContext, runOutcome, spreadOf, stageOutcome } from './outcome.js';

/** A warm-up, a spike of twice the rate from second 15 to 18, of which nothing was late any more from second 20 on, and a night. */
export const SPIKE: readonly Stage[] = [
  { name: 'warm-up', durationMs: 5000, from: 1000, to: 1000, measured: false },
  { name: 'before', durationMs: 10_000, from: 1000, to: 1000, measured: true },
  { name: 'spike', durationMs: 3000, from: 2000, to: 2000, measured: true },
  { name: 'after', durationMs: 12_000, from: 1000, to: 1000, measured: true },
];

const LOST_IN_WARM_UP = 7;
const LOST_IN_SPIKE = 12;

/** A run with these stages, on a server that was slow in the spike and after it. */
export function stagedReport(context: Partial<ReportContext> = {}, stages: readonly Stage[] = SPIKE): Report {
  const healthy = runOutcome();
  const slow = encodeCounts(spreadOf(4000, 20_000, 60_000));
  const intervals = healthy.intervals.map((row) =>
    row.second >= 15 && row.second < 20 ? { ...row, fanout: slow } : row,
  );
  const timeline = healthy.timeline.map((row) =>
    row.second >= 15 && row.second < 20
      ? { ...row, fanoutP50Ms: 30, fanoutP90Ms: 55, fanoutP99Ms: 59, deliveryP99Ms: 59, intended: 2000 }
      : row,
  );
  let startMs = 0;
  const outcomes = stages.map((stage): StageOutcome => {
    const outcome = outcomeOf(stage, startMs);
    startMs += stage.durationMs;
    return outcome;
  });
  const lost = outcomes.reduce((sum, { deliveries }) => sum + deliveries.lost, 0);
  const deliveries = { ...healthy.deliveries, lost, received: healthy.deliveries.received - lost };
  const plan = {
    ...reportContext().plan,
    stages: stages.map((stage) => ({ ...stage })),
    rate: 1100,
    deliveriesPerSecond: 5500,
  };
  return buildReport(
    runOutcome({ timeline, intervals, deliveries, stages: outcomes }),
    reportContext({ plan, ...context }),
  );
}

function outcomeOf({ name, durationMs, from, to, measured }: Stage, startMs: number): StageOutcome {
  const messages = ((from + to) / 2) * (durationMs / 1000);
  const lost = name === 'warm-up' ? LOST_IN_WARM_UP : name === 'spike' ? LOST_IN_SPIKE : 0;
  const received = messages * 5 - lost;
  const fanout = name === 'spike' ? spreadOf(received, 20_000, 60_000) : spreadOf(received, 520, 2500);
  return stageOutcome(name, {
    startMs,
    durationMs,
    measured,
    plannedFrom: from,
    plannedTo: to,
    counters: { ...emptyStageCounters(), intended: messages, sent: messages, completed: messages, received },
    deliveries: {
      expected: messages * 5,
      received,
      lost,
      unconfirmed: 0,
      duplicated: 0,
      reordered: 0,
      receiverGone: 0,
    },
    latency: { ...emptyLatencies(), fanout },
  });
}
