import type { ErrorKind } from '../core/error-kinds.js';
import type { PhaseName } from '../core/phases.js';
import type { SparseCounts } from './sparse-counts.js';

/** Latencies that are recorded; `delivery` is the sum of `echo` and `fanout`. */
export const RECORDED_LATENCIES = ['echo', 'fanout', 'serviceEcho', 'lastReceiver'] as const;
export type RecordedLatency = (typeof RECORDED_LATENCIES)[number];

/** Failures by kind. */
export type ErrorCounts = { [kind in ErrorKind]: number };

/** What is counted from one snapshot to the next; adds up over workers and seconds in any order. */
export interface Counters {
  /** Messages that the schedule asked for. */
  intended: number;
  /** Messages handed to a socket. */
  sent: number;
  /** Messages whose sender the target had disconnected when their time came. */
  unsendable: number;
  /** Messages answered with an error event. */
  refused: number;
  /** Messages that at least one member received. */
  completed: number;
  /** First copies received. */
  received: number;
  duplicated: number;
  reordered: number;
  unexpected: number;
  /** Operations tried: HTTP requests, handshakes, joins, sends. */
  operations: number;
  connectionsOpened: number;
  connectionsLost: number;
  reconnects: number;
  /** Heartbeats answered. */
  pings: number;
}

/** Where a worker stands at the end of a second; adds up over workers, not over seconds. */
export interface Gauges {
  connectionsOpen: number;
  /** Copies not yet received although a later message of the room was: on their way to be lost. */
  missing: number;
  /** Copies under way: expected, neither received nor given up. */
  inFlight: number;
  /** Bytes that wait in sockets for the server to take them. */
  bufferedBytes: number;
  /** Messages whose time came, waiting for a socket to take them again. */
  backlog: number;
  /** The ledger's sums so far, in case this is the last that is heard of the worker. */
  expected: number;
  receiverGone: number;
}

/** What one worker saw of itself in a second. */
export interface SelfObservation {
  /** How long was watched: a second, and less at the end of the flood. */
  readonly observedMs: number;
  /** CPU time of the thread ÷ wall time, 0–1. */
  readonly cpuShare: number;
  /** Time in which the thread was ready to run and had no processor ÷ wall time; 0 where the system does not tell. */
  readonly cpuWaitShare: number;
  readonly gcShare: number;
  readonly eventLoopDelay: SparseCounts;
  /** Actual − intended send. */
  readonly scheduleSlip: SparseCounts;
}

/** One second of one worker. */
export interface Snapshot {
  readonly workerIndex: number;
  readonly phase: PhaseName;
  /** Whole seconds since the flood began; −1 for everything before it. */
  readonly second: number;
  readonly counters: Counters;
  readonly gauges: Gauges;
  readonly errors: ErrorCounts;
  readonly latency: Readonly<Record<RecordedLatency, SparseCounts>>;
  readonly self: SelfObservation;
}

/** Counters that have counted nothing. */
export function emptyCounters(): Counters {
  return {
    intended: 0,
    sent: 0,
    unsendable: 0,
    refused: 0,
    completed: 0,
    received: 0,
    duplicated: 0,
    reordered: 0,
    unexpected: 0,
    operations: 0,
    connectionsOpened: 0,
    connectionsLost: 0,
    reconnects: 0,
    pings: 0,
  };
}

/** Gauges at rest. */
export function emptyGauges(): Gauges {
  return { connectionsOpen: 0, missing: 0, inFlight: 0, bufferedBytes: 0, backlog: 0, expected: 0, receiverGone: 0 };
}

/** Where several workers stand together. */
export function sumGauges(gauges: Iterable<Readonly<Gauges>>): Gauges {
  const sum = emptyGauges();
  for (const one of gauges) addNumbers(sum, one);
  return sum;
}

/** Adds every number of `more` to `into`. */
export function addNumbers<T extends { [K in keyof T]: number }>(into: T, more: Readonly<T>): void {
  for (const key of Object.keys(more) as (keyof T)[]) into[key] = (into[key] + more[key]) as T[keyof T];
}

/** Adds failure counts by kind. */
export function addErrors(into: ErrorCounts, more: Readonly<ErrorCounts>): void {
  for (const kind of Object.keys(more) as ErrorKind[]) into[kind] = (into[kind] ?? 0) + (more[kind] ?? 0);
}

/** The number of all failures. */
export function totalErrors(errors: Readonly<ErrorCounts>): number {
  return Object.values<number>(errors).reduce((sum, count) => sum + count, 0);
}
