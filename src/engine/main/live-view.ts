import type { Collector } from '../../metrics/collector.js';
import type { LiveSecond } from '../../metrics/run-events.js';
import { totalErrors } from '../../metrics/snapshot.js';
import type { FinishedSecond } from '../../metrics/timeline.js';
import type { MemoryInUse } from './memory.js';

/** A finished second as those who watch see it, with the run's totals. */
export function liveViewOf(
  fleet: Collector,
  finished: FinishedSecond,
  phase: LiveSecond['phase'],
  durationMs: number,
  memory: MemoryInUse,
): LiveSecond {
  const { gauges, counters, errors } = fleet;
  const { missing, inFlight, connectionsOpen } = gauges;
  return {
    phase,
    durationMs,
    ...finished,
    sent: counters.sent,
    delivered: counters.received,
    missing,
    inFlight,
    errors: totalErrors(errors),
    connectionsOpen,
    counters: { ...counters },
    gauges,
    errorsByKind: { ...errors },
    ...memory,
  };
}
