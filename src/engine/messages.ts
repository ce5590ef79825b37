import type { ErrorKind } from '../core/error-kinds.js';
import type { MarkForm } from '../core/mark-form.js';
import type { OwnPhaseName, PhaseName } from '../core/phases.js';
import type { RunPlan } from '../core/plan.js';
import type { RunSecrets } from '../core/run-secrets.js';
import type { LoadSpec } from '../load/load.js';
import type { AuditOutcome } from '../metrics/audit-outcome.js';
import type { LedgerSums } from '../metrics/outcome-builder.js';
import type { PairSums } from '../metrics/pairs.js';
import type { PeopleSummary } from '../metrics/people.js';
import type { EntranceOutcome, LossPlace, RoomResult } from '../metrics/run-outcome.js';
import type { Snapshot } from '../metrics/snapshot.js';
import type { SparseCounts } from '../metrics/sparse-counts.js';
import type { Endpoint } from '../net/endpoint.js';
import type { LifelineSpec } from './lifeline.js';

/** What a worker thread is started with: the plan, what the plan must not hold, and its place; everything else it looks up itself. */
export interface WorkerStart {
  readonly plan: RunPlan;
  readonly secrets: RunSecrets;
  readonly endpoint: Endpoint;
  /** Further entrances of the same chat, in the order of the plan. */
  readonly otherEndpoints?: readonly Endpoint[];
  /** Index of the shard, or `canary` for the thread of the two observers. */
  readonly role: number | 'canary';
  /** Into how many workers the run's rooms are divided, the observers' not counted. */
  readonly shards: number;
  /** Where all workers keep when the next HTTP request is due, when the dialect has a rate for them. */
  readonly paceCell?: SharedArrayBuffer | undefined;
  /** Where threads ask to be woken for what is due; without it they have their own timers. A place each, the observers' last. */
  readonly alarms?: SharedArrayBuffer | undefined;
  /** Zero of the marks' times, on the machine's monotonic clock. */
  readonly originUs: number;
  /** Workers of the process that this one is in, the observers' included; one more than there are shards when left out. */
  readonly threads?: number | undefined;
  /** How it knows that who leads the run is still there; left out where they are one process. */
  readonly lifeline?: LifelineSpec | undefined;
  /** People of the run that are to be there at first; everybody when left out. */
  readonly admitted?: number | undefined;
}

/** Where the senders of one worker stand in the run's order of senders. */
export interface SenderOrder {
  /** Places of the whole run: its senders, each as often as it has a turn in one cycle. */
  readonly senders: number;
  /** This worker's places, ascending. */
  readonly positions: Int32Array;
  /** Room number of each place. */
  readonly rooms: Int32Array;
  /** Member number, inside its room, of each place. */
  readonly members: Int32Array;
}

/** From the main thread to a worker. */
export type ToWorker =
  | {
      readonly type: 'phase';
      readonly phase: OwnPhaseName;
      /** When it began for all, on the machine's monotonic clock. */
      readonly startUs: number;
    }
  | {
      readonly type: 'flood';
      /** When the schedule begins, on the machine's monotonic clock. */
      readonly startUs: number;
      readonly echo: boolean;
      readonly load: LoadSpec;
      readonly order: SenderOrder;
    }
  /** Find out by first messages in which form marks come back, and whether the server sends a sender its own copy. */
  | {
      readonly type: 'probe';
      /** How long to wait, from the first message on, where nothing at all comes back. */
      readonly patienceMs: number;
    }
  /** The first people of the run, so many, are to be there: the phases of setting up are about those of them who are not yet. */
  | { readonly type: 'admit'; readonly users: number }
  /** Say who may send. */
  | { readonly type: 'senders' }
  /** The server does send a sender its own copy: the accounts that are open become what they would be had that been known. */
  | { readonly type: 'learn-echo' }
  /** Make ready what the flood will send and hear. */
  | { readonly type: 'prepare'; readonly recognition: Recognition; readonly echo: boolean }
  /** End the phase that is going on. */
  | { readonly type: 'stop' }
  /** Close the accounts: what comes from now on is late. */
  | { readonly type: 'close-accounts' }
  /** Say at once what is known. */
  | { readonly type: 'summarise' }
  /** Free everything and end. */
  | { readonly type: 'close' };

/** How messages of ours are recognised, as the first ones showed. */
export interface Recognition {
  /** The form of their marks. */
  readonly form: MarkForm;
  /** Where the dialect does not say: the event that brought them. */
  readonly usual: string | null;
  /** Where the dialect does not say: events that repeat a message beside the one that brings it. */
  readonly ignored: readonly string[];
}

/** How messages are recognised as long as nothing else is known. */
export const USUAL_RECOGNITION: Recognition = { form: 'end', usual: null, ignored: [] };

/** Stands for the name of an event where it was an acknowledgement that came, and no event. */
export const ACKNOWLEDGEMENT = 'acknowledgement';

/** Events that came under one name. */
export interface HeardEvent {
  readonly name: string;
  readonly count: number;
  /** Those with a mark of ours that can be read. */
  readonly marked: number;
  /** Those with a text of ours, and without a mark that can be read. */
  readonly damaged: number;
  /** The beginning of what came in one of them, as JSON. */
  readonly sample: string;
}

/** What the first messages came to. */
export interface ProbeFindings {
  /** Messages that were sent; none where no room had two members. */
  readonly sent: number;
  /** null when no copy came back that can be recognised. */
  readonly recognition: Recognition | null;
  /** Does the sender get its own copy? null when that is not known. */
  readonly echo: boolean | null;
  /** Acknowledgements that came, where the dialect asks for them. */
  readonly acks: { readonly accepted: number; readonly declined: number };
  /** What came meanwhile. */
  readonly events: readonly HeardEvent[];
  /** Connections of members that ended meanwhile. */
  readonly endings: readonly Failure[];
}

/** Operations of a phase that failed in the same way. */
export interface Failure {
  readonly kind: ErrorKind;
  readonly count: number;
  /** The first one's message. */
  readonly example: string;
}

/** A message of the flood that is larger than what a server says it takes. */
export interface OversizedFrame {
  readonly frameBytes: number;
  readonly maxPayloadBytes: number;
}

/** What one worker did in a phase. */
export interface PhaseTally {
  readonly total: number;
  readonly attempted: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Of an audit that waits: users and messages that it has looked for and not found yet. */
  readonly notYetStored?: number;
}

/** What a worker knows of the users of one entrance. */
export type EntranceSummary = Omit<EntranceOutcome, 'target' | 'latency'> & { readonly latency: SparseCounts };

/** A worker's final account. */
export interface WorkerSummary extends PeopleSummary {
  readonly rooms: readonly RoomResult[];
  /** What of the rooms' accounts is of each stage of the load; empty where there are none. */
  readonly stages: readonly LedgerSums[];
  /** Lost copies by the second in which their messages were sent. */
  readonly lostBySecond: readonly number[];
  /** The worst of this worker. */
  readonly places: readonly LossPlace[];
  readonly pairs: PairSums;
  readonly audit: AuditOutcome | null;
  /** In the order of the plan; empty where there is one only. */
  readonly entrances: readonly EntranceSummary[];
}

/** From a worker to the main thread. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly phase: PhaseName; readonly tally: PhaseTally }
  | {
      readonly type: 'phase-done';
      readonly phase: PhaseName;
      readonly tally: PhaseTally;
      readonly latency: SparseCounts;
      readonly failures: readonly Failure[];
      /**
       * Where something failed before there were messages: the events that had come until then. Of the drain, those since the flood
       * began that look like refusals and that the dialect does not name, and the forms of acknowledgements.
       */
      readonly heard: readonly HeardEvent[];
    }
  | {
      readonly type: 'senders';
      /** Pairs of room and member number. */
      readonly senders: Int32Array;
      /** What would not be taken from them; null where everything fits. */
      readonly oversized: OversizedFrame | null;
    }
  | { readonly type: 'probe-done'; readonly found: ProbeFindings }
  /** Own copies come that were not expected; said once. */
  | { readonly type: 'echo-heard' }
  | { readonly type: 'prepared' }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'summary'; readonly summary: WorkerSummary };
