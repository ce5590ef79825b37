import { sumsOf } from '../core/numbers.js';
import type { RunPlan } from '../core/plan.js';
import { keysOf } from '../core/records.js';
import type { ServerWatch } from '../core/server-watch.js';
import type { Stage } from '../core/stages.js';
import type { Collector } from './collector.js';
import { NO_PAIRS } from './pairs.js';
import type { CanaryOutcome, DeliverySums, RunOutcome } from './run-outcome.js';
import { type ServerSample, serverOutcomeOf, withServerColumns } from './server-samples.js';
import { emptyCounters, emptyLatencies } from './snapshot.js';
import type { SnapshotSums } from './snapshot-sums.js';
import { measuredLatency, measuredOf, stageOutcomes, unsentOf } from './stage-outcomes.js';

/** Sentences about what was noticed that an outcome holds; more would hide the rest of a report. */
export const MOST_NOTICES = 12;

/** What an outcome needs of the plan. */
type Asked = Pick<RunPlan, 'target' | 'users'>;

/** What of an outcome follows from the snapshots. */
type Collected =
  | 'counters'
  | 'deliveries'
  | 'latency'
  | 'timeline'
  | 'intervals'
  | 'errors'
  | 'reasons'
  | 'connections'
  | 'workers'
  | 'stages'
  | 'unsentWritable'
  | 'server';

/** What is sometimes known, and is empty otherwise. */
type Sometimes =
  | 'rooms'
  | 'entrances'
  | 'places'
  | 'pairs'
  | 'bytesPerConnection'
  | 'agents'
  | 'storms'
  | 'sessions'
  | 'slowReaders'
  | 'reads'
  | 'mark'
  | 'firstMessages'
  | 'pacing'
  | 'canary'
  | 'noObserver'
  | 'audit';

/** A server that was watched, and what was read of it. */
export interface WatchedServer {
  readonly watch: ServerWatch;
  readonly samples: readonly ServerSample[];
}

/** Copies that should have come, and those of them that had nobody to go to. */
export type LedgerSums = Pick<DeliverySums, 'expected' | 'receiverGone' | 'unconfirmed'>;

/** What is known of a run beside its snapshots. */
export interface KnownOfRun extends Omit<RunOutcome, Collected | Sometimes>, Partial<Pick<RunOutcome, Sometimes>> {
  /** Copies that should have come, and those of them that had nobody to go to. */
  readonly ledger: LedgerSums;
  /** The same of every stage of the load. */
  readonly stageLedgers?: readonly LedgerSums[];
  /** Connections still open when the flood ended. */
  readonly openAtEnd: number;
  readonly watched?: WatchedServer | undefined;
}

const NO_DELIVERIES: DeliverySums = {
  expected: 0,
  received: 0,
  lost: 0,
  unconfirmed: 0,
  duplicated: 0,
  reordered: 0,
  receiverGone: 0,
};

/** The sums of several ledgers; whatever else the parts hold is left out. */
export function addDeliveries(parts: readonly DeliverySums[]): DeliverySums {
  return sumsOf(parts, keysOf(NO_DELIVERIES));
}

/** What a run has measured that has measured nothing. @param startedAt also when it ended, ISO 8601 */
export function emptyOutcome({ target, users }: Asked, startedAt: string): RunOutcome {
  return {
    startedAt,
    endedAt: startedAt,
    durationMs: 0,
    floodStartedAt: null,
    floodMs: 0,
    address: target,
    interruption: null,
    phases: [],
    counters: emptyCounters(),
    deliveries: addDeliveries([]),
    rooms: [],
    entrances: [],
    places: [],
    pairs: NO_PAIRS,
    latency: emptyLatencies(),
    timeline: [],
    intervals: [],
    errors: {},
    reasons: [],
    connections: { asked: users, opened: 0, peak: 0, lost: 0, pings: 0, reconnects: 0, openAtEnd: 0 },
    workers: [],
    agents: [],
    stages: [],
    storms: [],
    sessions: null,
    slowReaders: null,
    reads: null,
    peakRssBytes: 0,
    bytesPerConnection: null,
    cpuSeconds: 0,
    unsentWritable: 0,
    mark: null,
    firstMessages: null,
    pacing: null,
    canary: null,
    noObserver: null,
    audit: null,
    server: null,
    findings: [],
  };
}

/**
 * What a run has measured: the sums of its snapshots, and what is known beside them. A run that was killed differs from a whole
 * one in what is known, and in nothing else.
 */
export function outcomeFrom(
  fleet: Collector,
  plan: Asked & Pick<RunPlan, 'stages'>,
  { ledger, stageLedgers = [], openAtEnd, watched, ...known }: KnownOfRun,
): RunOutcome {
  const { counters, gauges, timeline, intervals, errors, reasons } = fleet;
  const { received, duplicated, reordered } = counters;
  const { expected, receiverGone, unconfirmed } = ledger;
  const lost = expected - received - receiverGone;
  const measured = measuredOf(plan.stages);
  return {
    ...emptyOutcome(plan, known.startedAt),
    ...known,
    counters,
    deliveries: { expected, received, lost, unconfirmed, duplicated, reordered, receiverGone },
    latency: measuredLatency(fleet, plan.stages),
    timeline: withServerColumns(timeline, watched?.samples ?? []),
    intervals,
    errors,
    reasons: reasons.all,
    connections: {
      asked: plan.users,
      opened: connectionsOpenedIn(known),
      peak: fleet.peakConnections,
      lost: counters.connectionsLost,
      pings: counters.pings,
      reconnects: counters.reconnects,
      openAtEnd,
    },
    workers: measured === undefined ? fleet.workers : fleet.workersIn(measured),
    stages: stageOutcomes(fleet, plan.stages, stageLedgers, known.floodMs),
    unsentWritable: unsentOf(counters, gauges),
    server: watched === undefined ? null : serverOutcomeOf(watched.watch, watched.samples),
  };
}

/** Connections that the phase of that name has opened. */
export function connectionsOpenedIn({ phases }: Pick<RunOutcome, 'phases'>): number {
  return phases.find(({ name }) => name === 'connect')?.succeeded ?? 0;
}

/** What the two observers measured; null when they sent nothing. @param stages of the plan */
export function canaryFrom(
  observers: SnapshotSums,
  { sent, expected, received, lost }: Pick<CanaryOutcome, 'sent' | 'expected' | 'received' | 'lost'>,
  echoToSender: boolean | null,
  stages: readonly Stage[],
): CanaryOutcome | null {
  const { echo, fanout } = measuredLatency(observers, stages);
  const { refused } = observers.counters;
  return sent === 0 ? null : { sent, expected, received, lost, refused, echoToSender, echo, fanout };
}
