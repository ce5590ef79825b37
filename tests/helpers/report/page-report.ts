import type { TimelineSecond } from '#dist/metrics/run-outcome.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { canaryOutcome, reportContext, runOutcome } from './outcome.js';
import { spreadOf } from './spread.js';

const THRESHOLDS = ['lost==0', 'p99(delivery)<250ms', 'errors<1%'];

/** A run in which something happened: 126 copies of rooms 7 and 8 lost in seconds 12 to 14, and a slow second 20. */
export function eventfulReport(context: Partial<ReportContext> = {}): Report {
  const healthy = runOutcome();
  const timeline = healthy.timeline.map((row): TimelineSecond => {
    const isBad = row.second >= 12 && row.second <= 14;
    const slow = row.second === 20 ? { fanoutP99Ms: 180.5, fanoutP90Ms: 90.25, deliveryP99Ms: 180.5 } : {};
    const bad = { lost: 42, delivered: row.delivered - 42, errors: 3, connections: 47, connectionsLost: 3 };
    return { ...row, ...slow, ...(isBad ? bad : {}) };
  });
  const intervals = healthy.intervals.map((interval) =>
    interval.second === 20 ? { ...interval, fanout: encodeCounts(spreadOf(4_000, 520, 181_000)) } : interval,
  );
  const rooms = healthy.rooms.map((room, index) => {
    const lost = index === 6 ? 100 : index === 7 ? 26 : 0;
    return { ...room, members: 5 + (index % 3), lost, received: room.received - lost };
  });
  const { deliveries, connections, latency } = healthy;
  const fanout = spreadOf(deliveries.received - 126 - healthy.counters.sent, 520, 2_500);
  return buildReport(
    runOutcome({
      timeline,
      intervals,
      rooms,
      latency: { ...latency, fanout },
      deliveries: { ...deliveries, lost: 126, received: deliveries.received - 126 },
      connections: { ...connections, lost: 9, reconnects: 9 },
      errors: { 'network.closed': 9 },
      canary: canaryOutcome(),
      findings: ['All 126 lost messages: room 7, seconds 12–14, when 9 receivers were cut.'],
    }),
    reportContext({ thresholds: THRESHOLDS, ...context }),
  );
}

/** A run as long and with as many rooms as the largest preset has, or more. */
export function largeReport(seconds: number, roomCount: number): Report {
  const { timeline, intervals, rooms } = runOutcome();
  const grown = <Item>(items: readonly Item[], count: number): Item[] =>
    Array.from({ length: count }, (_, index) => items[index % items.length]).filter((item) => item !== undefined);
  const report = buildReport(
    runOutcome({
      timeline: grown(timeline, seconds).map((row, second) => ({
        ...row,
        second,
        sent: 10_000 + (second % 97),
        delivered: 45_123 + (second % 211),
        inFlight: 1_234 + second,
        fanoutP99Ms: 12.345 + (second % 31) / 10,
        cpuShare: 0.123_456_789 + (second % 11) / 100,
      })),
      intervals,
      rooms: grown(rooms, roomCount).map((room, index) => ({ ...room, lost: index === roomCount - 1 ? 5 : 0 })),
      canary: canaryOutcome(),
    }),
    reportContext({ thresholds: THRESHOLDS }),
  );
  // Histograms are encoded once, not once for each of thousands of seconds.
  return {
    ...report,
    intervals: grown(report.intervals, seconds).map((interval, second) => ({ ...interval, second })),
  };
}
