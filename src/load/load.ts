import type { RunPlan } from '../core/plan.js';
import { highestRateOf } from '../core/stages.js';
import type { ArrivalsSpec } from './arrivals/index.js';
import { burstAt } from './share.js';

/** What a flood is asked to send, as plain data: on a schedule (open model), or as fast as the target takes it (closed model). */
export type LoadSpec =
  | {
      readonly model: 'open';
      readonly durationMs: number;
      readonly arrivals: ArrivalsSpec;
      /** Messages that a sender sends in a row. */
      readonly burst: number;
    }
  | {
      readonly model: 'closed';
      readonly durationMs: number;
      /** Messages that a sender may have undelivered at once. */
      readonly window: number;
    };

/** What of a plan its load follows from. */
type Planned = Pick<RunPlan, 'messagesPerSecond' | 'durationMs' | 'stages' | 'window'>;

/** The load of a plan. */
export function loadOf({ messagesPerSecond, durationMs, stages, window }: Planned): LoadSpec {
  if (messagesPerSecond === 'max') return { model: 'closed', durationMs, window };
  if (stages.length === 0) return steadyLoad(messagesPerSecond, durationMs);
  const pieces = stages.map(({ durationMs: lengthMs, from, to }) => ({ durationMs: lengthMs, from, to }));
  const arrivals = { shape: 'piecewise-rate', pieces } as const;
  // Whose turn a message is must follow from its number alone, so the row is the same from the first stage to the last.
  return { model: 'open', durationMs, arrivals, burst: burstAt(highestRateOf(stages)) };
}

/** The highest rate of a plan, messages per second; null without a schedule. */
export function peakRateOf({
  messagesPerSecond,
  stages,
}: Pick<RunPlan, 'messagesPerSecond' | 'stages'>): number | null {
  if (messagesPerSecond === 'max') return null;
  return stages.length === 0 ? messagesPerSecond : highestRateOf(stages);
}

/** A constant rate of the whole run. */
export function steadyLoad(messagesPerSecond: number, durationMs: number): LoadSpec {
  const arrivals = { shape: 'constant-rate', messagesPerSecond, durationMs } as const;
  return { model: 'open', durationMs, arrivals, burst: burstAt(messagesPerSecond) };
}
