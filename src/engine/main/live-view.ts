import type { RunPlan } from '../../core/plan.js';
import { type Stage, seamsOf, stageAt } from '../../core/stages.js';
import type { Collector } from '../../metrics/collector.js';
import type { LiveSecond, StageProgress } from '../../metrics/run-events.js';
import { totalErrors } from '../../metrics/snapshot.js';
import type { FinishedSecond } from '../../metrics/timeline.js';
import type { MemoryInUse } from './memory.js';

/** A finished second as those who watch see it, with the run's totals. */
export function liveViewOf(
  fleet: Collector,
  finished: FinishedSecond,
  phase: LiveSecond['phase'],
  { durationMs, stages }: Pick<RunPlan, 'durationMs' | 'stages'>,
  memory: MemoryInUse,
): LiveSecond {
  const { gauges, counters, errors } = fleet;
  const { missing, inFlight, connectionsOpen } = gauges;
  return {
    phase,
    durationMs,
    ...finished,
    stage: phase === 'flood' ? stageProgress(stages, finished.elapsedMs) : null,
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

function stageProgress(stages: readonly Stage[], elapsedMs: number): StageProgress | null {
  const stage = stageAt(stages, elapsedMs);
  if (stage === undefined) return null;
  const index = stages.indexOf(stage);
  const { name, durationMs, measured } = stage;
  const startMs = seamsOf(stages)[index] ?? 0;
  return { name, place: index + 1, of: stages.length, elapsedMs: elapsedMs - startMs, durationMs, measured };
}
