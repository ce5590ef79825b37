import type { ErrorName } from '../core/error-kinds.js';
import type { PhaseName } from '../core/phases.js';
import { recordOf } from '../core/records.js';
import { BucketCounter } from './bucket-counter.js';
import type { PeopleSummary } from './people.js';
import type { Reason } from './reasons.js';
import type { SparseCounts } from './sparse-counts.js';

/** Latencies that are recorded; `delivery` is the sum of `echo` and `fanout`. */
export const RECORDED_LATENCIES = ['echo', 'fanout', 'serviceEcho', 'lastReceiver', 'ack'] as const;
export type RecordedLatency = (typeof RECORDED_LATENCIES)[number];

/** Failures by kind. */
export type ErrorCounts = { [kind in ErrorName]: number };

/** What is counted from one snapshot to the next; adds up over workers and seconds in any order. */
export type Counters = ReturnType<typeof emptyCounters>;

/** Where a worker stands at the end of a second; adds up over workers, not over seconds. */
export type Gauges = ReturnType<typeof emptyGauges>;

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

/** Counters that are told of every stage of a load, since each message and each copy belongs to the stage in which it was due. */
export const STAGE_COUNTERS = [
  'intended',
  'sent',
  'unsendable',
  'senderAway',
  'refused',
  'acksAsked',
  'acknowledged',
  'declined',
  'completed',
  'received',
  'duplicated',
  'reordered',
] as const satisfies readonly (keyof Counters)[];
export type StageCounter = (typeof STAGE_COUNTERS)[number];

/** Gauges that are told of every stage. */
const STAGE_GAUGES = [
  'expected',
  'receiverGone',
  'unconfirmed',
  'missing',
  'backlog',
] as const satisfies readonly (keyof Gauges)[];

/** Where a worker stands with the messages of one stage. */
export type StageGauges = Record<(typeof STAGE_GAUGES)[number], number>;

/** What of a second is of one stage of the load. */
export interface StageSnapshot {
  /** Its place in the plan's stages. */
  readonly stage: number;
  readonly counters: Readonly<Record<StageCounter, number>>;
  readonly gauges: Readonly<StageGauges>;
  /** Failures while it went on. */
  readonly errors: ErrorCounts;
  readonly latency: Readonly<Record<RecordedLatency, SparseCounts>>;
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
  /** What servers said of them. */
  readonly reasons: readonly Reason[];
  readonly latency: Readonly<Record<RecordedLatency, SparseCounts>>;
  /** Of a load that has stages: those of which anything is new. All of it is in the sums above, too. */
  readonly stages: readonly StageSnapshot[];
  /** The stage that went on; −1 outside the flood, and of a load without. */
  readonly stage: number;
  readonly self: SelfObservation;
  /** So far, as the worker knows it; absent where the plan has none of it. */
  readonly people?: PeopleSummary;
}

/** Counters that have counted nothing; a new counter is a line here. */
export function emptyCounters() {
  return {
    /** Messages that the schedule asked for. */
    intended: 0,
    /** Messages handed to a socket. */
    sent: 0,
    /** Messages whose sender the target had disconnected when their time came. */
    unsendable: 0,
    /** Messages whose sender was away by plan when their time came. */
    senderAway: 0,
    /** Messages answered with an error event, or refused in their acknowledgement. */
    refused: 0,
    /** Messages that asked for an acknowledgement. */
    acksAsked: 0,
    /** Messages that the server acknowledged. */
    acknowledged: 0,
    /** Messages that the server refused in their acknowledgement. */
    declined: 0,
    /** Events that users emitted beside the messages. */
    otherEvents: 0,
    /** Messages that at least one member received. */
    completed: 0,
    /** First copies received. */
    received: 0,
    duplicated: 0,
    reordered: 0,
    unexpected: 0,
    /** Messages that a receiver had, or was to get otherwise, and that came again inside a packet of a later one. */
    quoted: 0,
    /** Copies of messages from before their receiver's present connection joined; those it did not have are received, too. */
    replayed: 0,
    /** Of the copies received, those that a recovered connection brought of what had been missed. */
    recovered: 0,
    /** Copies of lost messages that came after the accounts were closed. */
    late: 0,
    /** Operations tried: HTTP requests, handshakes, joins, sends. */
    operations: 0,
    connectionsOpened: 0,
    connectionsLost: 0,
    reconnects: 0,
    /** Heartbeats answered. */
    pings: 0,
  };
}

/** The counters of a stage, of which nothing has been counted. */
export function emptyStageCounters(): Record<StageCounter, number> {
  return recordOf(STAGE_COUNTERS, () => 0);
}

/** The gauges of a stage, at rest. */
export function emptyStageGauges(): StageGauges {
  return recordOf(STAGE_GAUGES, () => 0);
}

/** Gauges at rest; a new gauge is a line here. */
export function emptyGauges() {
  return {
    connectionsOpen: 0,
    /** Users who are without a connection by plan. */
    usersAway: 0,
    /** Copies not yet received although a later message of the room was: on their way to be lost. */
    missing: 0,
    /** Copies under way: expected, neither received nor given up. */
    inFlight: 0,
    /** Bytes that wait in sockets for the server to take them. */
    bufferedBytes: 0,
    /** Messages whose time came, waiting for a socket to take them again. */
    backlog: 0,
    /** The ledger's sums so far, in case this is the last that is heard of the worker. */
    expected: 0,
    receiverGone: 0,
    unconfirmed: 0,
  };
}

/** A value for each latency that is recorded. */
export function latenciesOf<Value>(valueOf: (name: RecordedLatency) => Value): Record<RecordedLatency, Value> {
  return recordOf(RECORDED_LATENCIES, valueOf);
}

/** Latencies of which nothing has been recorded. */
export function emptyLatencies(): Record<RecordedLatency, BucketCounter> {
  return latenciesOf(() => new BucketCounter());
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

/** Takes every number of `less` away from `from`. */
export function subtractNumbers<T extends { [K in keyof T]: number }>(from: T, less: Readonly<T>): void {
  for (const key of Object.keys(less) as (keyof T)[]) from[key] = (from[key] - less[key]) as T[keyof T];
}

/** Adds failure counts by kind. */
export function addErrors(into: ErrorCounts, more: Readonly<ErrorCounts>): void {
  for (const kind of Object.keys(more) as ErrorName[]) into[kind] = (into[kind] ?? 0) + (more[kind] ?? 0);
}

/** The failures as a share of the operations that were tried, 0–1. */
export function errorShare(errors: number, operations: number): number {
  // A connection that the server cuts is an error without an operation of its own: never more than all.
  return operations === 0 ? Math.sign(errors) : Math.min(1, errors / operations);
}

/** The number of all failures. */
export function totalErrors(errors: Readonly<ErrorCounts>): number {
  return Object.values<number>(errors).reduce((sum, count) => sum + count, 0);
}
