import type { Pacing } from '../core/pacing.js';
import type { RunPlan } from '../core/plan.js';
import type { Neighbour } from '../engine/main/machine-fit.js';
import type { FromWorker, ToWorker, WorkerStart } from '../engine/messages.js';
import type { ClockReading } from './broker-clock.js';

/** What an agent says of itself when it asks for a slot. */
export interface AgentFacts {
  /** One of its kind, new with each start. */
  readonly id: string;
  readonly name: string;
  readonly host: string;
  /** Of newyear-load. */
  readonly version: string;
  readonly protocol: number;
  readonly cpus: number;
  /** Worker threads that it offers. */
  readonly workers: number;
  /** Hosts beside loopback that it may connect to. */
  readonly allowedHosts: readonly string[];
  /** Addresses of its machine that its connections come from; none where the choice is the system's. */
  readonly sources: readonly string[];
  /** The same for agents that share their addresses, and thereby their ports. */
  readonly network: string;
  /** Is its memory limited, so that no other's is a part of it? */
  readonly hasOwnMemory: boolean;
}

/** What an agent costs, as it is now. */
export interface AgentGauge {
  readonly rssBytes: number;
  /** Of its machine's memory, 0–1. */
  readonly memoryShare: number;
  readonly peakRssBytes: number;
  readonly cpuSeconds: number;
  readonly pacing: Pacing | null;
}

/** A sign of life of an agent. */
export interface AgentBeat {
  readonly gauge: AgentGauge;
  readonly clock: ClockReading;
  /** It has heard everything up to this number. */
  readonly heard: number;
}

/** A sign of life of who leads the run. */
export interface LeaderBeat {
  /** On the broker's clock, microseconds. */
  readonly atUs: number;
  /** By slot: everything up to this number has been heard of the agent with this key; absent where the slot has none. */
  readonly heard: Readonly<Record<string, readonly [key: string, number: number]>>;
}

/** What an agent asks a slot by. */
export interface SlotClaim {
  /** Of the slot, in the queue. */
  readonly entry: string;
  readonly facts: AgentFacts;
  /** What is sealed for it is sealed with this. */
  readonly publicKey: string;
}

/** Where a worker stands: which of the run's, and where its shard is. Times are on the broker's clock. */
export type RemoteStart = Pick<WorkerStart, 'role' | 'shards' | 'originUs' | 'admitted' | 'threads'>;

/** From who leads a run to one agent. */
export type ToAgent =
  /** The slot is the agent's. */
  | {
      readonly type: 'welcome';
      readonly slot: number;
      /** Signs of life since then say how much has been heard of it. On the broker's clock. */
      readonly atUs: number;
    }
  | {
      readonly type: 'plan';
      readonly plan: RunPlan;
      /** Run secrets and certificates, sealed for this agent. */
      readonly sealed: string;
      readonly patienceMs: number;
      /** Users and workers of this agent alone. */
      readonly users: number;
      readonly workers: number;
      /** Of the run's workers, 0–1. */
      readonly share: number;
      /** Other agents of the run on its machine. */
      readonly beside: readonly Neighbour[];
    }
  | { readonly type: 'start'; readonly start: RemoteStart }
  /** Times in it are on the broker's clock. */
  | { readonly type: 'tell'; readonly role: WorkerStart['role']; readonly message: ToWorker }
  /** End this worker, in good order or at once. */
  | { readonly type: 'close'; readonly role: WorkerStart['role']; readonly isForced: boolean }
  /** The run is over. */
  | { readonly type: 'release' };

/** From an agent to who leads the run. */
export type FromAgent =
  /** Every entrance answers from here. @see FoundTarget */
  | { readonly type: 'found'; readonly address: string; readonly notices: readonly string[] }
  /** Something is missing here: the plan does not fit, or nothing answers. */
  | { readonly type: 'not-found'; readonly message: string; readonly hint: string | null }
  | { readonly type: 'said'; readonly role: WorkerStart['role']; readonly message: FromWorker }
  | {
      readonly type: 'died';
      readonly role: WorkerStart['role'];
      readonly message: string;
      readonly code: string | null;
    }
  | { readonly type: 'closed'; readonly role: WorkerStart['role'] }
  | { readonly type: 'gauge'; readonly gauge: AgentGauge }
  /** Something to note in the report. */
  | { readonly type: 'note'; readonly sentence: string }
  /** It ends its part before the run is over; what it has counted has been said. */
  | { readonly type: 'goodbye'; readonly reason: string }
  /** It is free for the next run. */
  | { readonly type: 'released' };
