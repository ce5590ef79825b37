import type { PhaseName } from '../core/phases.js';
import type { ServerWatch } from '../core/server-watch.js';
import type { TimelineSecond } from './run-outcome.js';
import type { ServerSample } from './server-samples.js';
import type { Counters, ErrorCounts, Gauges, Snapshot } from './snapshot.js';
import type { SparseCounts } from './sparse-counts.js';

/** How far a phase is. */
export interface PhaseProgress {
  readonly phase: PhaseName;
  readonly total: number;
  readonly attempted: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Of an audit that waits: users and messages that it has looked for and not found yet. */
  readonly notYetStored?: number;
}

/** Which stage of the load a flood has reached, and how far that is. */
export interface StageProgress {
  readonly name: string;
  /** Its place among all stages, from 1, and how many there are. */
  readonly place: number;
  readonly of: number;
  readonly elapsedMs: number;
  readonly durationMs: number;
  readonly measured: boolean;
}

/** The latest second of the flood or the drain with the run's totals, all workers together. */
export interface LiveSecond {
  readonly phase: PhaseName;
  readonly elapsedMs: number;
  /** Planned length of the flood. */
  readonly durationMs: number;
  /** null without stages, and when they are over. */
  readonly stage: StageProgress | null;
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
  /** The second as the timeline has it so far: losses are known at the end only, and workers that were held up report late. */
  readonly row: TimelineSecond;
  /** Latencies of this second. */
  readonly histograms: { readonly echo: SparseCounts; readonly fanout: SparseCounts };
  /** The run so far, set-up included. */
  readonly counters: Readonly<Counters>;
  /** Where all workers stand. */
  readonly gauges: Readonly<Gauges>;
  /** Failures of the run so far. */
  readonly errorsByKind: Readonly<ErrorCounts>;
  /** Memory of this process. */
  readonly rssBytes: number;
  /** Memory in use by all programs ÷ the machine's memory, or the container's limit where that is nearer to its end. */
  readonly memoryShare: number;
}

/** What a run tells its watchers while it goes on. */
export type RunEvent =
  | { readonly type: 'phase-start'; readonly phase: PhaseName; readonly total: number }
  | { readonly type: 'phase-progress'; readonly progress: PhaseProgress }
  | {
      readonly type: 'phase-end';
      readonly progress: PhaseProgress;
      readonly durationMs: number;
      /** Times of the phase's operations. */
      readonly latency: SparseCounts;
    }
  | { readonly type: 'second'; readonly second: LiveSecond }
  /** What one worker counted in a second, as it came; `second` is what they make together. */
  | { readonly type: 'snapshot'; readonly role: 'fleet' | 'canary'; readonly snapshot: Snapshot }
  /** A server is watched from now on. */
  | { readonly type: 'watching'; readonly watch: ServerWatch }
  /** What it was like at the end of a second. */
  | { readonly type: 'server'; readonly sample: ServerSample }
  | { readonly type: 'notice'; readonly message: string };
