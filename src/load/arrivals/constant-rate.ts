import type { Arrivals } from './shape.js';

/** The same number of messages every second. */
export interface ConstantRate {
  readonly shape: 'constant-rate';
  /** Of the whole run, more than 0. */
  readonly messagesPerSecond: number;
  readonly durationMs: number;
}

/** The run's message k is due k ÷ rate seconds after the start. */
export function constantRate({ messagesPerSecond, durationMs }: Omit<ConstantRate, 'shape'>): Arrivals {
  const total = messageCount(messagesPerSecond, durationMs);
  const dueUs = (index: number): number => dueAtUs(index, messagesPerSecond);
  return {
    total,
    dueUs,
    countUntil(tUs) {
      if (tUs < 0) return 0;
      let due = Math.min(total, Math.ceil(((Math.floor(tUs) + 1) * messagesPerSecond) / 1e6));
      // Products and quotients round: settle the boundary by the times themselves.
      while (due < total && dueUs(due) <= tUs) due++;
      while (due > 0 && dueUs(due - 1) > tUs) due--;
      return due;
    },
  };
}

/** Messages of a whole run at a constant rate: those that are due before its end. */
export function messageCount(messagesPerSecond: number, durationMs: number): number {
  const asked = (messagesPerSecond * durationMs) / 1000;
  // What decimals add when they become binary is not a message: 0.07/s × 100 s are 7.000000000000001.
  return Math.ceil(asked * (1 - 1e-12));
}

/** One multiplication and one division, so that whole seconds come out exactly (3 ÷ 3/s is 1 s, not 999,999 µs). */
function dueAtUs(index: number, messagesPerSecond: number): number {
  return Math.floor((index * 1e6) / messagesPerSecond);
}
