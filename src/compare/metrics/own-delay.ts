import { mergeCounters, type PercentileName, rawPercentileUs } from '../../metrics/latency-summary.js';
import type { Report, WorkerReport } from '../../report/report-types.js';
import { decoded } from '../measured-run.js';

/**
 * How late the generator itself was at a percentile, milliseconds: of its sends after their time, or of its event loop, whichever
 * is more, all workers together. A change of latencies that is no larger can be its own, and is not held against the server.
 */
export function ownDelayMs({ generator: { workers } }: Report, percentile: PercentileName): number {
  return Math.max(delayMs(workers, 'scheduleSlip', percentile), delayMs(workers, 'eventLoopDelay', percentile));
}

function delayMs(
  workers: readonly WorkerReport[],
  name: keyof WorkerReport['histograms'],
  percentile: PercentileName,
): number {
  const all = mergeCounters(workers.map(({ histograms }) => decoded(histograms[name])));
  return (rawPercentileUs(all, percentile) ?? 0) / 1000;
}
