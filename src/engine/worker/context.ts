import type { AuditCounts } from '../../metrics/audit.js';
import type { Membership, RoomRuntime } from './room-runtime.js';
import type { WorkerStart } from '../messages.js';
import { createServices, type WorkerServices } from './services.js';
import type { VirtualUser } from './virtual-user.js';

/** What everything inside one worker shares: its services, and who lives in it. */
export interface WorkerContext extends WorkerServices {
  readonly users: VirtualUser[];
  readonly rooms: RoomRuntime[];
  /** Members with messages that wait for their sockets. */
  readonly backlogged: Set<Membership>;
  /** What the audit found, once there was one. */
  audit: AuditCounts | undefined;
}

/** A worker in which nobody lives yet. */
export function emptyContext(services: WorkerServices): WorkerContext {
  return { ...services, users: [], rooms: [], backlogged: new Set(), audit: undefined };
}

/** The context of a worker in which nobody lives yet, with services of its own. @param notice takes sentences that belong into the report */
export function createContext(start: WorkerStart, notice: (message: string) => void): WorkerContext {
  return emptyContext(createServices(start, notice));
}
