import type { PhaseName } from './phases.js';

/** How far a phase is. */
export interface PhaseProgress {
  readonly phase: PhaseName;
  readonly total: number;
  readonly attempted: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** The latest second of the flood or the drain with the run's totals, all workers together. */
export interface LiveSecond {
  readonly phase: PhaseName;
  readonly elapsedMs: number;
  /** Planned length of the flood. */
  readonly durationMs: number;
  readonly sentPerSecond: number;
  readonly deliveredPerSecond: number;
  readonly sent: number;
  readonly delivered: number;
  /** Delivery latency in this second. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Copies that later messages have overtaken and that have not come. */
  readonly missing: number;
  readonly inFlight: number;
  readonly errors: number;
  readonly connectionsOpen: number;
}

/** What a run tells its watchers while it goes on. */
export type RunEvent =
  | { readonly type: 'phase-start'; readonly phase: PhaseName; readonly total: number }
  | { readonly type: 'phase-progress'; readonly progress: PhaseProgress }
  | { readonly type: 'phase-end'; readonly progress: PhaseProgress; readonly durationMs: number }
  | { readonly type: 'second'; readonly second: LiveSecond }
  | { readonly type: 'notice'; readonly message: string };
