import { csvCell } from '../../report/reporters/csv.js';
import type { TrialReport } from '../report/capacity-report.js';
import type { CapacityFormat } from './format.js';

/** Columns of the table, by the names of the JSON report. */
const COLUMNS: Readonly<Record<string, (trial: TrialReport) => string | number | null>> = {
  load: ({ load }) => load,
  users: ({ users }) => users,
  messagesPerSecond: ({ messagesPerSecond }) => messagesPerSecond,
  atMs: ({ atMs }) => atMs,
  durationMs: ({ durationMs }) => durationMs,
  short: ({ short }) => String(short),
  lossRatio: ({ lossRatio }) => lossRatio,
  p50Ms: ({ latencyMs }) => latencyMs.delivery.p50,
  p99Ms: ({ latencyMs }) => latencyMs.delivery.p99,
  maxMs: ({ latencyMs }) => latencyMs.delivery.max,
  expected: ({ deliveries }) => deliveries.expected,
  received: ({ deliveries }) => deliveries.received,
  lost: ({ deliveries }) => deliveries.lost,
  backlogMs: ({ backlogMs }) => backlogMs,
  settleMs: ({ settleMs }) => settleMs,
  errors: ({ errors }) => errors,
  connectionsLost: ({ connectionsLost }) => connectionsLost,
  serverCpuShare: ({ server }) => server?.cpuShare ?? null,
  serverRssBytes: ({ server }) => server?.rssBytes ?? null,
  verdict: ({ verdict }) => verdict.level,
  generatorLimited: ({ generatorLimited }) => String(generatorLimited),
  failed: ({ failed }) => failed.join('; '),
};

/** The trials: one row each, a header row. What is null in the JSON report is empty here. */
export const csvCapacity: CapacityFormat = {
  format: 'csv',
  extension: 'csv',
  render: ({ trials }) => {
    const rows = trials.map((trial) => Object.values(COLUMNS).map((valueOf) => csvCell(valueOf(trial))));
    return [Object.keys(COLUMNS), ...rows].map((cells) => `${cells.join(',')}\n`).join('');
  },
};
