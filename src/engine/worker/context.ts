import type { AuditCounts } from '../../metrics/audit.js';
import type { Membership, RoomRuntime } from './room-runtime.js';
import type { WorkerServices } from './services.js';
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
