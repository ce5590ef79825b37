import type { RunPlan } from '../core/plan.js';
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

/** The load of a plan. */
export function loadOf({ messagesPerSecond, durationMs, window }: RunPlan): LoadSpec {
  if (messagesPerSecond === 'max') return { model: 'closed', durationMs, window };
  return steadyLoad(messagesPerSecond, durationMs);
}

/** A constant rate of the whole run. */
export function steadyLoad(messagesPerSecond: number, durationMs: number): LoadSpec {
  const arrivals = { shape: 'constant-rate', messagesPerSecond, durationMs } as const;
  return { model: 'open', durationMs, arrivals, burst: burstAt(messagesPerSecond) };
}
