import type { MarkForm } from '../core/mark-form.js';
import type { Pacing } from '../core/pacing.js';
import type { PhaseName } from '../core/phases.js';
import type { AuditOutcome } from './audit-outcome.js';
import type { BucketCounter } from './bucket-counter.js';
import type { PairSums } from './pairs.js';
import type { ReadOutcome } from './reads.js';
import type { Reason } from './reasons.js';
import type { ServerColumn, ServerOutcome } from './server-samples.js';
import type { SessionOutcome } from './sessions.js';
import type { SlowReaderOutcome } from './slow-readers.js';
import type { Counters, ErrorCounts, RecordedLatency, StageCounter } from './snapshot.js';
import type { SparseCounts } from './sparse-counts.js';
import type { StormOutcome } from './storms.js';

/**
 * Why a run ended before its plan did; `could-not-start` when there was nothing to measure, `killed` is concluded from a record that
 * breaks off.
 */
export type Interruption =
  | 'SIGINT'
  | 'SIGTERM'
  | 'target-lost'
  | 'worker-crashed'
  | 'agent-lost'
  | 'could-not-start'
  | 'killed';

/** Did a part of the generator end, which takes what it knew of its rooms along? */
export function isGeneratorBroken(interruption: Interruption | null): boolean {
  return interruption === 'worker-crashed' || interruption === 'agent-lost';
}

/** One phase, all workers together. */
export interface PhaseResult {
  readonly name: PhaseName;
  readonly durationMs: number;
  readonly attempted: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Time of one operation of this phase. */
  readonly latency: BucketCounter;
}

/** The ledger's sums; `expected = received + lost + receiverGone`, always. */
export interface DeliverySums {
  readonly expected: number;
  readonly received: number;
  readonly lost: number;
  /** Those of the lost ones whose messages were under way when their sender's connection broke, and reached nobody. */
  readonly unconfirmed: number;
  readonly duplicated: number;
  readonly reordered: number;
  readonly receiverGone: number;
}

/** The users of one entrance, where a chat has several. */
export interface EntranceOutcome extends Pick<DeliverySums, 'expected' | 'received' | 'lost' | 'receiverGone'> {
  /** Its base URL as the user gave it. */
  readonly target: string;
  readonly users: number;
  readonly connectionsOpened: number;
  readonly connectionsLost: number;
  /** Failures of its users' requests, connections, joins and messages. */
  readonly errors: number;
  /** Of the copies received, those of messages whose sender came in by another entrance. */
  readonly receivedAcross: number;
  /** Times of the copies that its users received. */
  readonly latency: BucketCounter;
}

/** One room of the ledger. */
export interface RoomResult extends DeliverySums {
  readonly room: string;
  readonly members: number;
  readonly sent: number;
  /** Of its deliveries, to 1 %; null when they were too few. */
  readonly p99Ms: number | null;
}

/** A room in a second in which it lost something, or connections of its members broke. */
export interface LossPlace {
  readonly room: string;
  /** Whole seconds since the flood began. */
  readonly second: number;
  /** Copies of messages sent in this second that never came. */
  readonly lost: number;
  /** Connections of its members that somebody else closed in this second. */
  readonly cut: number;
}

/** Percentiles of a second's latencies: `echoP50Ms`. */
export type LatencyColumn = `${'echo' | 'fanout' | 'delivery'}P${'50' | '90' | '99' | '999'}Ms`;

/** One second of the flood or the drain, all workers together; latencies are null where there were too few samples. */
export interface TimelineSecond extends Readonly<Record<LatencyColumn | ServerColumn, number | null>> {
  readonly second: number;
  readonly intended: number;
  readonly sent: number;
  /** Messages of which the first copy came. */
  readonly completed: number;
  /** First copies received. */
  readonly delivered: number;
  /** Copies of messages sent in this second that never came. */
  readonly lost: number;
  readonly duplicated: number;
  readonly reordered: number;
  readonly errors: number;
  readonly connections: number;
  readonly connectionsLost: number;
  readonly inFlight: number;
  /** Copies that later messages had overtaken and that had not come by the end of the second. */
  readonly missing: number;
  /** Mean of the workers' shares of a core; null outside the flood. */
  readonly cpuShare: number | null;
  /** Schedule slip of the messages sent in this second. */
  readonly slipP99Ms: number | null;
  /** The largest schedule slip of the messages sent in this second; null without any. */
  readonly slipMaxMs: number | null;
}

/** Latencies of one second of the flood or the drain, all workers together, to 2 significant digits. */
export interface IntervalCounts {
  readonly second: number;
  readonly echo: SparseCounts;
  readonly fanout: SparseCounts;
}

/** What one worker saw of itself over the flood. */
export interface WorkerOutcome {
  /** Name of the agent that it was on; absent where all of the run was done by one process. */
  readonly agent?: string | undefined;
  readonly cpuShare: number;
  /** Time in which the thread was ready to run and had no processor ÷ wall time; 0 where the system does not tell. */
  readonly cpuWaitShare: number;
  readonly gcShare: number;
  /** Highest share of a core in any whole second. */
  readonly peakCpuShare: number;
  readonly eventLoopDelay: BucketCounter;
  readonly scheduleSlip: BucketCounter;
}

/** Another machine that did a part of a run. */
export interface AgentOutcome {
  /** Its name, one of its kind in the run. */
  readonly name: string;
  /** Of its machine. */
  readonly host: string;
  readonly cpus: number;
  /** How many workers it had. */
  readonly workers: number;
  readonly peakRssBytes: number;
  /** CPU time of its process during flood and drain, seconds. */
  readonly cpuSeconds: number;
  /** How far its clock may be off the others', milliseconds. */
  readonly clockErrorMs: number;
  /** The longest time in which nothing was heard of it, milliseconds. */
  readonly longestSilenceMs: number;
  /** Did it end, or was it given up, before the run was over? */
  readonly isLost: boolean;
}

/** One stage of the load, all workers together: every message and every copy of what was due in it, whenever it came. */
export interface StageOutcome {
  readonly name: string;
  /** When it was to begin, milliseconds since the flood began. */
  readonly startMs: number;
  /** How long it went on; 0 when it was not reached. */
  readonly durationMs: number;
  readonly measured: boolean;
  /** Messages per second at its ends. */
  readonly plannedFrom: number;
  readonly plannedTo: number;
  readonly counters: Readonly<Record<StageCounter, number>>;
  readonly deliveries: DeliverySums;
  readonly latency: Readonly<Record<RecordedLatency, BucketCounter>>;
  /** Failures while it went on; those of the drain are the last one's. */
  readonly errors: Readonly<ErrorCounts>;
  /** As of the whole run, while it went on. */
  readonly workers: readonly WorkerOutcome[];
  readonly unsentWritable: number;
}

/** The two observers, counted apart from the fleet. */
export interface CanaryOutcome {
  readonly sent: number;
  readonly expected: number;
  readonly received: number;
  readonly lost: number;
  /** Of their messages, those that the server answered with an error. */
  readonly refused: number;
  readonly echoToSender: boolean | null;
  readonly echo: BucketCounter;
  readonly fanout: BucketCounter;
}

/** Everything that one run measured; the report is computed from this and the plan alone. */
export interface RunOutcome {
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMs: number;
  /** When the first message was intended to be sent, ISO 8601: zero of the seconds; null when no flood took place. */
  readonly floodStartedAt: string | null;
  /** From the first intended send to the end of sending. */
  readonly floodMs: number;
  /** The URL used, `localhost` replaced by the address that answered. */
  readonly address: string;
  readonly interruption: Interruption | null;
  readonly phases: readonly PhaseResult[];
  readonly counters: Readonly<Counters>;
  readonly deliveries: DeliverySums;
  readonly rooms: readonly RoomResult[];
  /** In the order of the plan; empty where there is one only. */
  readonly entrances: readonly EntranceOutcome[];
  /** Where and when copies were lost and connections broke, the worst first; those of which nothing is known are left out. */
  readonly places: readonly LossPlace[];
  /** Who hears whom; all of it 0 where that is not known. */
  readonly pairs: PairSums;
  /** Of measured stages, where the load has stages. */
  readonly latency: Readonly<Record<RecordedLatency, BucketCounter>>;
  readonly timeline: readonly TimelineSecond[];
  /** One a row of the timeline. */
  readonly intervals: readonly IntervalCounts[];
  readonly errors: Readonly<ErrorCounts>;
  /** What servers said of them, the most frequent first. */
  readonly reasons: readonly Reason[];
  readonly connections: {
    readonly asked: number;
    readonly opened: number;
    readonly peak: number;
    readonly lost: number;
    readonly pings: number;
    readonly reconnects: number;
    /** Still open when the flood ended. */
    readonly openAtEnd: number;
  };
  /** Worker threads in the order of their index, over the measured stages; empty when no flood took place. */
  readonly workers: readonly WorkerOutcome[];
  /** The machines that they were on; empty where all of it was done by one process. */
  readonly agents: readonly AgentOutcome[];
  /** In their order; empty where the load is the same all the time. */
  readonly stages: readonly StageOutcome[];
  /** In the order of the plan; empty without any. */
  readonly storms: readonly StormOutcome[];
  /** null where the plan has none. */
  readonly sessions: SessionOutcome | null;
  /** Likewise. */
  readonly slowReaders: SlowReaderOutcome | null;
  /** What was read beside the messages; null where the plan has no reads, and where that is not known. */
  readonly reads: ReadOutcome | null;
  readonly peakRssBytes: number;
  /** By how much the process grew while it opened its connections, a connection; null when these were too few to tell. */
  readonly bytesPerConnection: number | null;
  /** CPU time of the whole process during flood and drain, seconds. */
  readonly cpuSeconds: number;
  /** Messages not sent although their sockets were open and took bytes: the generator's own shortfall. */
  readonly unsentWritable: number;
  /** How messages carried their marks; null when that is not known. */
  readonly mark: MarkForm | null;
  /** Messages that were sent before the load to find that out, and are counted nowhere else; null when that is not known. */
  readonly firstMessages: number | null;
  /** What woke the threads that sent; null when nothing was sent or that is not known. */
  readonly pacing: Pacing | null;
  readonly canary: CanaryOutcome | null;
  /** Why observers that were asked for observed nothing, as the end of "no observer: …"; null when they did, or were not asked for. */
  readonly noObserver: string | null;
  readonly audit: AuditOutcome | null;
  /** The server, as it was watched from outside; null when it was not. */
  readonly server: ServerOutcome | null;
  /** Sentences for people about what was noticed, at most a dozen. */
  readonly findings: readonly string[];
}

/** `count` per second of the flood; 0 when no flood took place. */
export function perSecondOfFlood(outcome: Pick<RunOutcome, 'floodMs'>, count: number): number {
  return outcome.floodMs > 0 ? (count * 1000) / outcome.floodMs : 0;
}
