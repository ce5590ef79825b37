import type { Stage } from '#dist/core/stages.js';
import { sumOf } from '#dist/core/numbers.js';
import { mergeCounters } from '#dist/metrics/latency-summary.js';
import type { StageOutcome } from '#dist/metrics/run-outcome.js';
import { emptyLatencies, emptyStageCounters } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { reportContext, runOutcome, stageOutcome } from './outcome.js';
import { spreadOf } from './spread.js';

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
  let startMs = 0;
  const outcomes = stages.map((stage): StageOutcome => {
    const outcome = outcomeOf(stage, startMs);
    startMs += stage.durationMs;
    return outcome;
  });
  const sumOver = (count: (stage: StageOutcome) => number): number => sumOf(outcomes.map(count));
  const messages = sumOver(({ counters }) => counters.sent);
  const [expected, received] = [sumOver((one) => one.deliveries.expected), sumOver((one) => one.deliveries.received)];
  const lost = expected - received;
  const spike = outcomes.find(({ name }) => name === 'spike');
  const slow = encodeCounts(spreadOf(4000, 20_000, 60_000));
  const intervals = healthy.intervals.map((row) =>
    row.second >= 15 && row.second < 20 ? { ...row, fanout: slow } : row,
  );
  const timeline = healthy.timeline.map((row) => {
    const isSpike = spike !== undefined && row.second >= 15 && row.second < 18;
    const times = { fanoutP50Ms: 30, fanoutP90Ms: 55, fanoutP99Ms: 59, deliveryP99Ms: 59 };
    const load = { intended: 2000, sent: 2000, completed: 2000, delivered: 10_000 };
    return { ...row, ...(row.second >= 15 && row.second < 20 ? times : {}), ...(isSpike ? load : {}) };
  });
  const [first, ...others] = timeline;
  const [room, ...rooms] = healthy.rooms;
  const deliveries = { ...healthy.deliveries, expected, received, lost };
  const measured = outcomes.filter((stage) => stage.measured);
  const counters = { ...healthy.counters, intended: messages, sent: messages, completed: messages, received };
  const operations = counters.operations + messages - healthy.counters.sent;
  // What is more, or less, than in a healthy run stands in the first second and in the first room.
  const rest = (whole: number, part: number): number => whole - part;
  const outcome = runOutcome({
    counters: { ...counters, operations },
    timeline: [
      ...(first === undefined
        ? []
        : [{ ...first, lost, delivered: rest(received, sumOf(others.map(({ delivered }) => delivered))) }]),
      ...others,
    ],
    intervals,
    deliveries,
    rooms: [
      ...(room === undefined
        ? []
        : [
            {
              ...room,
              lost,
              sent: rest(messages, sumOf(rooms.map(({ sent }) => sent))),
              expected: rest(expected, sumOf(rooms.map((one) => one.expected))),
              received: rest(received, sumOf(rooms.map((one) => one.received))),
            },
          ]),
      ...rooms,
    ],
    latency: { ...emptyLatencies(), fanout: mergeCounters(measured.map(({ latency }) => latency.fanout)) },
    phases: healthy.phases.map((phase) =>
      phase.name === 'flood' ? { ...phase, attempted: messages, succeeded: messages } : phase,
    ),
    stages: outcomes,
  });
  const plan = {
    ...reportContext().plan,
    stages: stages.map((stage) => ({ ...stage })),
    rate: messages / 30,
    deliveriesPerSecond: messages / 6,
  };
  return buildReport(outcome, reportContext({ plan, ...context }));
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
