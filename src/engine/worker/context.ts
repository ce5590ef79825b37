import type { AuditOutcome } from '../../metrics/audit-outcome.js';
import type { PeopleSummary, ReadSummary, SessionSummary, StormSummary } from '../../metrics/people.js';
import type { SlowReaderCounts } from '../../metrics/slow-readers.js';
import type { WorkerStart } from '../messages.js';
import { PeopleAdmission } from './admission.js';
import type { Membership, RoomRuntime } from './room-runtime.js';
import { createServices, type WorkerServices } from './services.js';
import type { VirtualUser } from './virtual-user.js';

/** How a user came to be registered. */
export interface SignUp {
  /** When the server took it, milliseconds since the first could. */
  readonly atMs: number;
  /** Number of the request in the run, from 1; null for one of its own. */
  readonly batch: number | null;
}

/** What everything inside one worker shares: its services, and who lives in it. */
export interface WorkerContext extends WorkerServices {
  readonly users: VirtualUser[];
  readonly rooms: RoomRuntime[];
  readonly signUps: Map<VirtualUser, SignUp>;
  /** Who is to be there. */
  readonly admission: PeopleAdmission;
  /** Members with messages that wait for their sockets. */
  readonly backlogged: Set<Membership>;
  /** What the audit is to find and has found, once it has begun. */
  audit: { outcome(): AuditOutcome } | undefined;
  /** Those of the latest flood. */
  storms: { readonly summaries: readonly StormSummary[] } | undefined;
  /** Likewise. */
  sessions: { readonly summary: SessionSummary } | undefined;
  /** Likewise, and the copies that may still come to them. */
  slowReaders: { readonly summary: SlowReaderCounts; readonly waiting: number } | undefined;
  /** Likewise what was read, and the answers that are waited for; undefined where nothing is to be read. */
  reads: { readonly summary: ReadSummary; readonly waiting: number; giveUp(): void } | undefined;
}

/** A worker in which nobody lives yet. */
export function emptyContext(services: WorkerServices): WorkerContext {
  const [users, rooms]: [VirtualUser[], RoomRuntime[]] = [[], []];
  const admission = new PeopleAdmission(users, rooms);
  return {
    ...services,
    users,
    rooms,
    admission,
    signUps: new Map(),
    backlogged: new Set(),
    audit: undefined,
    storms: undefined,
    sessions: undefined,
    slowReaders: undefined,
    reads: undefined,
  };
}

/** The context of a worker in which nobody lives yet, with services of its own. @param notice takes sentences that belong into the report */
export function createContext(start: WorkerStart, notice: (message: string) => void): WorkerContext {
  return emptyContext(createServices(start, notice));
}

/** What is known so far of what people did by plan. */
export function peopleSoFar({
  storms,
  sessions,
  slowReaders,
  reads,
}: Pick<WorkerContext, 'storms' | 'sessions' | 'slowReaders' | 'reads'>): PeopleSummary {
  return {
    storms: storms?.summaries ?? [],
    sessions: sessions?.summary ?? null,
    slowReaders: slowReaders?.summary ?? null,
    reads: reads?.summary ?? null,
  };
}
