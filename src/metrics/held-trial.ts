import type { RunOutcome } from './run-outcome.js';

/** A load that is to be held for a time, on connections that stay. */
export interface AskedTrial {
  /** What is varied: messages per second, or users. */
  readonly load: number;
  readonly messagesPerSecond: number;
  /** Users that are to be connected; everybody of the plan when left out. */
  readonly users?: number;
  readonly durationMs: number;
}

/** What came of it. */
export interface HeldTrial {
  /** What was measured from the trial's first message to the end of its drain, and nothing else. */
  readonly outcome: RunOutcome;
  /** Users that were connected when it began. */
  readonly users: number;
  /** When its first message was intended, since the first trial's was. */
  readonly atMs: number;
  /** From the end of sending until nothing was under way any more, or nobody waited any longer. */
  readonly settleMs: number;
  readonly isSettled: boolean;
}
